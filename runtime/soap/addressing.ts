import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { child, textOf, type XmlElement } from '../../schemas/xml/element.ts';
import { escapeText } from '../../schemas/xml/escape.ts';
import { type Envelope, mustUnderstand } from './envelope.ts';
import { type FaultSubcode, SoapFault } from './fault.ts';

const { wsa } = namespaces;

/** "Answer on this connection" — WS-Addressing 1.0 Core 2.1. */
export const anonymousAddress = 'http://www.w3.org/2005/08/addressing/anonymous';

/** wsa:Action of faults about addressing headers, and of all other faults. */
export const faultAction = {
  addressing: 'http://www.w3.org/2005/08/addressing/fault',
  soap: 'http://www.w3.org/2005/08/addressing/soap/fault',
} as const;

/** The addressing headers of a request that is answered on its own connection. */
export interface RequestAddressing {
  readonly action: string;
  readonly messageId: string;
}

/**
 * `strict` also refuses what IHE requires of senders and WS-Addressing can do without: ReplyTo, mustUnderstand on
 * Action, an absolute IRI as MessageID.
 */
export type AddressingStrictness = 'lenient' | 'strict';

const longest = 2048;

/**
 * Reads the headers of a request — WS-Addressing 1.0 SOAP Binding, ITI TF-2 V.3.2.2 (WSA101, WSA102).
 *
 * Throws SoapFault (Sender) with the subcode of the binding: a header is missing, given twice or empty, or an answer
 * elsewhere than on this connection is asked for.
 */
export function readRequestAddressing(envelope: Envelope, strictness: AddressingStrictness): RequestAddressing {
  const messageId = requiredText(envelope, 'MessageID');
  const action = requiredText(envelope, 'Action');
  requireAnonymous(single(envelope, 'ReplyTo'), 'ReplyTo');
  requireAnonymous(single(envelope, 'FaultTo'), 'FaultTo');
  single(envelope, 'To');
  if (strictness === 'strict') requireIheHeaders(envelope, messageId);
  return { action, messageId };
}

/** The MessageID if there is one to relate a fault to, whatever else is wrong. */
export function findMessageId(envelope: Envelope): string | undefined {
  return findText(envelope, 'MessageID');
}

/** The Action if there is one, whatever else is wrong: a refused request is audited by the transaction it names. */
export function findAction(envelope: Envelope): string | undefined {
  return findText(envelope, 'Action');
}

function findText(envelope: Envelope, name: string): string | undefined {
  const [first, ...more] = named(envelope, name);
  const text = first === undefined || more.length > 0 ? '' : textOf(first).trim();
  return text === '' || text.length > longest ? undefined : text;
}

function requireIheHeaders(envelope: Envelope, messageId: string): void {
  if (named(envelope, 'ReplyTo').length === 0) throw missing('ReplyTo');
  if (!mustUnderstand(single(envelope, 'Action')!)) throw invalid('Action', 'has no mustUnderstand="1" (WSA101)');
  if (!/^[a-z][a-z0-9+.-]*:\S/i.test(messageId)) throw invalid('MessageID', 'is no absolute IRI');
}

/**
 * Checks what an answer says of itself: it relates to our message and its action is one of `actions`.
 *
 * Throws SoapFault (Receiver, received) otherwise.
 */
export function checkAnswerAddressing(envelope: Envelope, messageId: string, actions: readonly string[]): void {
  const relates = named(envelope, 'RelatesTo').map((block) => textOf(block).trim());
  if (!relates.includes(messageId)) {
    throw badAnswer(relates.length === 0 ? 'carries no wsa:RelatesTo' : 'relates to another message (wsa:RelatesTo)');
  }
  const action = named(envelope, 'Action').map((block) => textOf(block).trim());
  if (action.length !== 1 || !actions.includes(action[0]!)) {
    const found = action.length === 1 ? action[0]! : `${action.length} of them`;
    throw badAnswer(`has the wrong wsa:Action: found ${found}, expected ${actions.join(' or ')}`);
  }
}

function badAnswer(what: string): SoapFault {
  return new SoapFault('Receiver', `The answer ${what}.`, { received: true });
}

function named(envelope: Envelope, name: string): XmlElement[] {
  return envelope.headers.filter((block) => block.ns === wsa && block.name === name);
}

function single(envelope: Envelope, name: string): XmlElement | undefined {
  const [first, ...more] = named(envelope, name);
  if (more.length > 0) throw invalid(name, `is given ${more.length + 1} times`);
  return first;
}

function requiredText(envelope: Envelope, name: string): string {
  const block = single(envelope, name);
  if (block === undefined) throw missing(name);
  const text = textOf(block).trim();
  if (text === '') throw invalid(name, 'is empty');
  if (text.length > longest) throw invalid(name, `is longer than ${longest} characters`);
  return text;
}

function requireAnonymous(endpoint: XmlElement | undefined, name: string): void {
  if (endpoint === undefined) return;
  const address = child(endpoint, wsa, 'Address');
  if (address === undefined) throw invalid(name, 'has no wsa:Address');
  if (textOf(address).trim() === anonymousAddress) return;
  throw refused(
    'OnlyAnonymousAddressSupported',
    name,
    `wsa:${name} asks for an answer elsewhere; this service answers on the same connection: use ${anonymousAddress}.`,
  );
}

function missing(name: string): SoapFault {
  return refused('MessageAddressingHeaderRequired', name, `The header wsa:${name} is required and missing.`);
}

function invalid(name: string, what: string): SoapFault {
  return refused('InvalidAddressingHeader', name, `The header wsa:${name} ${what}.`);
}

function refused(subcode: FaultSubcode, name: string, reason: string): SoapFault {
  return new SoapFault('Sender', reason, { subcode, headers: [{ ns: wsa, name }] });
}

/** The header blocks of a request; prefixes as `writeEnvelope` declares them. */
export function writeRequestAddressing(headers: RequestAddressing & { readonly to: string }): string {
  return (
    `${writeAction(headers.action)}<a:MessageID>${escapeText(headers.messageId)}</a:MessageID>` +
    `<a:ReplyTo><a:Address>${anonymousAddress}</a:Address></a:ReplyTo><a:To>${escapeText(headers.to)}</a:To>`
  );
}

/** The header blocks of an answer; `relatesTo` is the request's MessageID when it had one. */
export function writeAnswerAddressing(headers: RequestAddressing & { readonly relatesTo: string | undefined }): string {
  const relatesTo =
    headers.relatesTo === undefined ? '' : `<a:RelatesTo>${escapeText(headers.relatesTo)}</a:RelatesTo>`;
  return `${writeAction(headers.action)}<a:MessageID>${escapeText(headers.messageId)}</a:MessageID>${relatesTo}`;
}

function writeAction(action: string): string {
  return `<a:Action s:mustUnderstand="1">${escapeText(action)}</a:Action>`;
}
