import type { RegistryErrorCode } from '../../schemas/errors/codes.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { Decoded, Rule } from '../../schemas/rule.ts';
import type { Sequence } from '../../schemas/sequence.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import type { XmlSchema } from '../../schemas/xml/xml-schema.ts';
import type { DescribeAudit, Transaction } from '../transaction.ts';

/**
 * One binary part of an MTOM package. `content` can be read once. When received, parts must be read in wire order:
 * asking for the next part skips what is left of the last one.
 */
export interface Part {
  /** Content-ID without angle brackets. */
  readonly contentId: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** A body ready for the wire: XML text of the one body element (declaring its own namespaces), and its parts. */
export interface EncodedMessage {
  readonly body: Sequence<string>;
  readonly parts: readonly Part[];
}

/** Both directions of one message; pure, except that reading `parts` reads the wire. */
export interface MessageCodec<T> {
  /**
   * Decodes the body element. Throws SoapFault (Sender) only when `body` is not the element this transaction expects;
   * everything else wrong with it becomes a finding.
   */
  decode(body: XmlElement, parts: AsyncIterable<Part>): Decoded<T>;
  encode(message: T): EncodedMessage;
}

/** The body element of a message, by the schema that declares it. */
export interface MessageElement {
  readonly schema: XmlSchema;
  readonly name: string;
}

/** What a WSDL says of a transaction beside its actions and packaging — ITI TF-2 V.2.4. */
export interface WsdlFacts {
  /** Namespace of its messages, port type and binding. */
  readonly targetNamespace: string;
  /** The serving actor as the published WSDL spells it, such as `DocumentRegistry`; names begin with it. */
  readonly actor: string;
  /** Name of the operation without the actor, such as `RegistryStoredQuery`. */
  readonly operation: string;
  readonly request: MessageElement;
  readonly response: MessageElement;
}

/** Definition of one SOAP transaction; client, server binding, audit and documentation derive from it. */
export interface SoapTransaction<Req, Res> extends Transaction {
  readonly kind: 'soap';
  /** wsa:Action of request and response; `accept` lists other spellings of the response action that are read. */
  readonly action: { readonly request: string; readonly response: string; readonly accept?: readonly string[] };
  /** ITI TF-2 Appendix V: MTOM package or plain SOAP; request and response of one transaction share it. */
  readonly packaging: 'simple' | 'mtom';
  readonly request: MessageCodec<Req>;
  readonly response: MessageCodec<Res>;
  /** What the request message itself can violate; checked before the handler runs. */
  readonly rules: readonly Rule<Req>[];
  /** How this transaction says no. */
  refuse(errors: readonly RegistryError[], request?: Req): Res;
  /** The code for an internal error and the code for "try again later" (database, disk or peer away). */
  readonly codes: { readonly internal: RegistryErrorCode; readonly busy: RegistryErrorCode };
  readonly audit: DescribeAudit<Req, Res>;
  /** Without it the transaction is served and left out of the published WSDL. */
  readonly wsdl?: WsdlFacts;
  /**
   * The transaction offers Asynchronous Web Services Exchange: its answer may go to a wsa:ReplyTo elsewhere — ITI TF-2
   * V.5. `repeatable`: asking the handler again changes nothing, so that an answer that broke off on its way is made
   * anew; otherwise the answer is kept in memory until it has arrived. Undefined: anonymous addresses only.
   */
  readonly asynchronous?: { readonly repeatable: boolean } | undefined;
}
