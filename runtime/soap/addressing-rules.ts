import type { Rule, Violation } from '../../schemas/rule.ts';
import { other, tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { textOf, type XmlElement } from '../../schemas/xml/element.ts';
import { anonymousAddress, readEndpointReference } from './endpoint-reference.ts';
import { type Envelope, mustUnderstand } from './envelope.ts';
import type { FaultSubcode } from './fault.ts';

/**
 * `strict` also refuses what IHE requires of senders and WS-Addressing can do without: ReplyTo, mustUnderstand on
 * Action, an absolute IRI as MessageID.
 */
export type AddressingStrictness = 'lenient' | 'strict';

/** What the rules about a request's addressing headers ask of the endpoint. */
export interface AddressingWorld {
  readonly strictness: AddressingStrictness;
  /** The actions served here. */
  readonly served: { has(action: string): boolean; keys(): Iterable<string> };
  /** Why no answer can be sent to an address other than the anonymous one; undefined when it can. */
  refusalOf(address: string): string | undefined;
}

/** A rule about the addressing headers of a request; `code` is the subcode of the fault that says it is broken. */
export type AddressingRule = Rule<AddressingHeaders, AddressingWorld, FaultSubcode>;

const { wsa } = namespaces;
const binding = (section: string) => other('WS-Addressing 1.0 SOAP Binding', section);
const longest = 2048;

/** The wsa header blocks of a message by their local names; a name that does not occur has none. */
export type AddressingHeaders = ReadonlyMap<string, readonly XmlElement[]>;

/** Gathers the wsa header blocks of an envelope. */
export function addressingHeadersOf(envelope: Envelope): AddressingHeaders {
  const headers = new Map<string, XmlElement[]>();
  for (const block of envelope.headers) {
    if (block.ns !== wsa) continue;
    const known = headers.get(block.name);
    if (known === undefined) headers.set(block.name, [block]);
    else known.push(block);
  }
  return headers;
}

/** The text of the header of one name; '' when there is none. */
export function textIn(headers: AddressingHeaders, name: string): string {
  const blocks = headers.get(name);
  if (blocks === undefined) return '';
  return (blocks.length === 1 ? textOf(blocks[0]!) : blocks.map(textOf).join('')).trim();
}

function* missing(headers: AddressingHeaders, name: string): Iterable<Violation> {
  if (!headers.has(name)) yield { at: name, found: 'nothing' };
}

/** T-4. */
export const messageIdPresent: AddressingRule = {
  id: 'wsa-message-id-present',
  source: binding('6.4.2'),
  statement: 'The header wsa:MessageID is required: the answer relates to it.',
  code: 'MessageAddressingHeaderRequired',
  check: (headers) => missing(headers, 'MessageID'),
};

/** T-2. */
export const actionPresent: AddressingRule = {
  id: 'wsa-action-present',
  source: tf2('V.3.2.2'),
  statement: 'The header wsa:Action is required: it names the transaction (WSA101).',
  code: 'MessageAddressingHeaderRequired',
  check: (headers) => missing(headers, 'Action'),
};

/** T-3. */
export const replyToPresent: AddressingRule = {
  id: 'wsa-reply-to-present',
  source: tf2('V.3.2.2'),
  statement: 'The header wsa:ReplyTo is required (WSA102) where addressing is strict.',
  code: 'MessageAddressingHeaderRequired',
  *check(headers, { strictness }) {
    if (strictness === 'strict') yield* missing(headers, 'ReplyTo');
  },
};

/** T-5. */
export const headersOnce: AddressingRule = {
  id: 'wsa-headers-once',
  source: binding('6.4.1'),
  statement: 'An addressing header is given once.',
  code: 'InvalidAddressingHeader',
  *check(headers) {
    for (const name of ['MessageID', 'Action', 'ReplyTo', 'FaultTo', 'To']) {
      const length = headers.get(name)?.length ?? 0;
      if (length > 1) yield { at: name, found: `${length} of them` };
    }
  },
};

/** T-5. */
export const headersFilled: AddressingRule = {
  id: 'wsa-headers-filled',
  source: binding('6.4.1'),
  statement: `wsa:MessageID and wsa:Action have a value of at most ${longest} characters.`,
  code: 'InvalidAddressingHeader',
  *check(headers) {
    for (const name of ['MessageID', 'Action']) {
      const text = textIn(headers, name);
      if (text === '') yield { at: name, found: 'an empty one' };
      if (text.length > longest) yield { at: name, found: `${text.length} characters` };
    }
  },
};

/** T-2. */
export const actionMustBeUnderstood: AddressingRule = {
  id: 'wsa-action-must-understand',
  source: tf2('V.3.2.2'),
  statement: 'wsa:Action carries mustUnderstand="1" or "true" (WSA101) where addressing is strict.',
  code: 'InvalidAddressingHeader',
  *check(headers, { strictness }) {
    const action = headers.get('Action')?.[0];
    if (strictness === 'strict' && action !== undefined && !mustUnderstand(action)) {
      yield { at: 'Action', found: 'no mustUnderstand' };
    }
  },
};

/** T-4. */
export const messageIdIsIri: AddressingRule = {
  id: 'wsa-message-id-iri',
  source: tf2('V.3.2.2'),
  statement: 'wsa:MessageID is an absolute IRI, such as urn:uuid:…, where addressing is strict.',
  code: 'InvalidAddressingHeader',
  *check(headers, { strictness }) {
    const text = textIn(headers, 'MessageID');
    if (strictness === 'strict' && !/^[a-z][a-z0-9+.-]*:\S/i.test(text)) yield { at: 'MessageID', found: text };
  },
};

/** T-3; a reference parameter that is an addressing header would be taken for one of ours in the answer. */
export const endpointReferencesSound: AddressingRule = {
  id: 'wsa-endpoint-reference-sound',
  source: binding('6.4.1'),
  statement: 'wsa:ReplyTo and wsa:FaultTo have a wsa:Address, and no addressing header among their parameters.',
  code: 'InvalidAddressingHeader',
  *check(headers) {
    for (const { at, address, parameters } of endpointReferences(headers)) {
      if (address === '') yield { at, found: 'no wsa:Address' };
      const misleading = parameters.find(({ ns }) => ns === wsa);
      if (misleading !== undefined) yield { at, found: `the parameter wsa:${misleading.name}` };
    }
  },
};

/** T-3, and the responder's duty of section "Asynchronous Web Services Exchange". */
export const repliesWhereAllowed: AddressingRule = {
  id: 'wsa-replies-where-allowed',
  source: tf2('V.5'),
  statement: `wsa:ReplyTo and wsa:FaultTo are ${anonymousAddress}, or an address this service may answer to.`,
  code: 'OnlyAnonymousAddressSupported',
  *check(headers, { refusalOf }) {
    for (const { at, address } of endpointReferences(headers)) {
      const refusal = address === '' || address === anonymousAddress ? undefined : refusalOf(address);
      if (refusal !== undefined) yield { at, found: `${address.slice(0, 200)} (${refusal})` };
    }
  },
};

/** T-2, T-5: dispatch is on wsa:Action alone, never on SOAPAction or a media type parameter. */
export const actionServed: AddressingRule = {
  id: 'wsa-action-served',
  source: tf2('V.3.2.2'),
  statement: 'wsa:Action is one that is served here.',
  code: 'ActionNotSupported',
  *check(headers, { served }) {
    const action = textIn(headers, 'Action');
    if (!served.has(action)) yield { at: 'Action', found: `${action} (served are ${[...served.keys()].join(', ')})` };
  },
};

/** All rules about the addressing headers of a request; the first that is broken is the fault. */
export const addressingRules: readonly AddressingRule[] = [
  messageIdPresent,
  actionPresent,
  replyToPresent,
  headersOnce,
  headersFilled,
  actionMustBeUnderstood,
  messageIdIsIri,
  endpointReferencesSound,
  actionServed,
  repliesWhereAllowed,
];

function endpointReferences(headers: AddressingHeaders) {
  return ['ReplyTo', 'FaultTo'].flatMap((at) =>
    (headers.get(at) ?? []).map((block) => ({ at, ...readEndpointReference(block) })),
  );
}
