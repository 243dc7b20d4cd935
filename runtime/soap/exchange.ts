import type { AuditContext, AuditEvent } from '../../schemas/audit/audit-event.ts';
import type { XmlLimits } from '../../schemas/xml/parse.ts';
import type { Logger } from '../log.ts';
import { writeAnswerAddressing } from './addressing.ts';
import type { AddressingStrictness } from './addressing-rules.ts';
import type { CallScope } from './call-scope.ts';
import { anonymousAddress, type EndpointReference } from './endpoint-reference.ts';
import type { WireMessage, WireOrigin } from './endpoint-types.ts';
import type { SecurityHeaderPolicy } from './envelope.ts';
import type { SoapFault } from './fault.ts';
import { writeFault } from './fault-body.ts';
import type { MtomLimits } from './mtom-read.ts';
import { type Packaging, writePackage } from './package.ts';

/** An answer without its transport. */
export interface WireAnswer extends WireMessage {
  readonly status: number;
  /** Where it is to be sent; undefined: back on the connection of the request. */
  readonly to?: EndpointReference | undefined;
  /** Makes the answer anew, where asking the handler again changes nothing. */
  readonly again?: () => Promise<WireAnswer>;
}

/** One answer to be sent, and who wants to know in whose log. */
export interface Outbound {
  readonly to: EndpointReference;
  readonly answer: WireAnswer;
  readonly log: Logger;
}

/** Sends answers to where their requests wanted them — ITI TF-2 V.5, WS-Addressing 1.0 Core 3.4. */
export interface AnswerDelivery {
  /** False when no address is listed. */
  readonly offered: boolean;
  /** Why no answer is sent to an address; undefined when it is. */
  refusalOf(address: string): string | undefined;
  /** True when no more answers are taken for now. */
  readonly full: boolean;
  /** Sends in the background, again while the peer is away; what becomes of it is logged. */
  deliver(outbound: Outbound): void;
  /** Waits until nothing is on its way, at most `graceMs`, and ends the rest. */
  close(graceMs?: number): Promise<void>;
}

/** What an endpoint is told by its host, complete. */
export interface EndpointSettings {
  readonly log: Logger;
  readonly audit: (events: readonly AuditEvent[]) => void | Promise<void>;
  readonly now: () => Date;
  readonly newUUID: () => string;
  readonly deadlineMs: number;
  readonly mtomLimits: MtomLimits;
  readonly xmlLimits: XmlLimits;
  readonly securityHeader: SecurityHeaderPolicy;
  readonly addressing: AddressingStrictness;
  /** Sends answers elsewhere; without it every answer goes back on the connection of its request. */
  readonly delivery?: AnswerDelivery;
}

/** An empty 202: the message has arrived, and what there is to say will be said elsewhere. */
export function accepted(): WireAnswer {
  return { status: 202, headers: { 'content-length': '0' }, body: nothing() };
}

async function* nothing(): AsyncGenerator<Uint8Array, void, void> {}

/** One request being answered, as far as it is known. */
export interface OpenExchange {
  readonly settings: EndpointSettings;
  readonly origin: WireOrigin;
  readonly scope: CallScope;
  readonly at: Date;
  /** How the request was packed: faults are packed the same way. */
  readonly packaging: Packaging;
  readonly messageId: string | undefined;
  /** Where answer and fault are wanted; undefined: on the connection, as long as the addressing is not known too. */
  readonly replyTo: EndpointReference | undefined;
  readonly faultTo: EndpointReference | undefined;
  readonly log: Logger;
}

/** The facts of the exchange for its audit description. */
export function auditContextOf({ at, messageId, origin, replyTo }: OpenExchange): AuditContext {
  return {
    side: 'responder',
    at,
    messageId: messageId ?? '',
    endpoint: origin.endpoint,
    replyTo: replyTo?.address ?? anonymousAddress,
    localAddress: origin.localAddress,
    processId: String(process.pid),
    peerAddress: origin.peerAddress,
  };
}

/** Hands the events over; trouble with them is logged and changes nothing. */
export async function recordAudit(
  sink: { readonly audit: EndpointSettings['audit']; readonly log: Logger },
  describe: () => readonly AuditEvent[],
): Promise<void> {
  try {
    await sink.audit(describe());
  } catch (error) {
    sink.log.error({ err: error }, 'an exchange could not be audited');
  }
}

/** What is known of an exchange that ends in a fault. */
export type FaultyExchange = Pick<OpenExchange, 'scope' | 'packaging' | 'messageId' | 'faultTo'> & {
  readonly settings: Pick<EndpointSettings, 'newUUID'>;
};

/** The answer that says a SOAP fault; complete, and the exchange is over. */
export async function answerFault(exchange: FaultyExchange, fault: SoapFault): Promise<WireAnswer> {
  const { settings, scope, packaging, messageId: relatesTo, faultTo: to } = exchange;
  const { headers, body, action, status } = writeFault(fault);
  const addressing = writeAnswerAddressing({ action, messageId: settings.newUUID(), relatesTo, to });
  const message = await writePackage({ packaging, action, headers: addressing + headers, body: [body], parts: [] });
  scope.close();
  return { ...message, status, to };
}
