import type { Violation } from '../../schemas/rule.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { textOf } from '../../schemas/xml/element.ts';
import { escapeText } from '../../schemas/xml/escape.ts';
import {
  type AddressingHeaders,
  type AddressingRule,
  type AddressingWorld,
  addressingRules,
  textIn,
} from './addressing-rules.ts';
import {
  anonymousAddress,
  type EndpointReference,
  readEndpointReference,
  writeDestination,
} from './endpoint-reference.ts';
import { SoapFault } from './fault.ts';

/** wsa:Action of faults about addressing headers, and of all other faults. */
export const faultAction = {
  addressing: 'http://www.w3.org/2005/08/addressing/fault',
  soap: 'http://www.w3.org/2005/08/addressing/soap/fault',
} as const;

/** What a request's addressing headers say; an answer or fault without destination goes back on the connection. */
export interface RequestAddressing {
  readonly action: string;
  readonly messageId: string;
  readonly replyTo: EndpointReference | undefined;
  /** wsa:FaultTo, or wsa:ReplyTo when there is none — WS-Addressing 1.0 Core 3.4. */
  readonly faultTo: EndpointReference | undefined;
}

/**
 * Reads the headers of a request — WS-Addressing 1.0 SOAP Binding, ITI TF-2 V.3.2.2.
 *
 * Throws SoapFault (Sender) with the subcode of the first rule that is broken.
 */
export function readRequestAddressing(headers: AddressingHeaders, world: AddressingWorld): RequestAddressing {
  for (const rule of addressingRules) {
    // Rules about headers never wait for anything.
    for (const violation of rule.check(headers, world) as Iterable<Violation>)
      throw faultFrom(rule, violation, headers);
  }
  const replyTo = destination(headers, 'ReplyTo');
  const faultTo = headers.has('FaultTo') ? destination(headers, 'FaultTo') : replyTo;
  return { action: textIn(headers, 'Action'), messageId: textIn(headers, 'MessageID'), replyTo, faultTo };
}

function destination(headers: AddressingHeaders, name: string): EndpointReference | undefined {
  const block = headers.get(name)?.[0];
  const reference = block === undefined ? undefined : readEndpointReference(block);
  return reference?.address === anonymousAddress ? undefined : reference;
}

function faultFrom(
  { code, statement }: AddressingRule,
  { at, found }: Violation,
  headers: AddressingHeaders,
): SoapFault {
  const action = code === 'ActionNotSupported' ? findAction(headers) : undefined;
  const problem = action === undefined ? { headers: [{ ns: namespaces.wsa, name: at }] } : { action };
  return new SoapFault('Sender', `wsa:${at}: found ${found}. ${statement}`, { subcode: code, ...problem });
}

/** The MessageID if there is one to relate a fault to, whatever else is wrong. */
export function findMessageId(headers: AddressingHeaders): string | undefined {
  return findText(headers, 'MessageID');
}

/** The Action if there is one, whatever else is wrong: a refused request is audited by the transaction it names. */
export function findAction(headers: AddressingHeaders): string | undefined {
  return findText(headers, 'Action');
}

function findText(headers: AddressingHeaders, name: string): string | undefined {
  const text = headers.get(name)?.length === 1 ? textIn(headers, name) : '';
  return text === '' || text.length > 2048 ? undefined : text;
}

/**
 * Checks what an answer says of itself: it relates to our message and its action is one of `actions`.
 *
 * Throws SoapFault (Receiver, received) otherwise.
 */
export function checkAnswerAddressing(headers: AddressingHeaders, messageId: string, actions: readonly string[]): void {
  const relates = (headers.get('RelatesTo') ?? []).map((block) => textOf(block).trim());
  if (!relates.includes(messageId)) {
    throw badAnswer(relates.length === 0 ? 'carries no wsa:RelatesTo' : 'relates to another message (wsa:RelatesTo)');
  }
  const action = (headers.get('Action') ?? []).map((block) => textOf(block).trim());
  if (action.length !== 1 || !actions.includes(action[0]!)) {
    const found = action.length === 1 ? action[0]! : `${action.length} of them`;
    throw badAnswer(`has the wrong wsa:Action: found ${found}, expected ${actions.join(' or ')}`);
  }
}

function badAnswer(what: string): SoapFault {
  return new SoapFault('Receiver', `The answer ${what}.`, { received: true });
}

/** What the header blocks of one message say. */
export interface OutgoingAddressing {
  readonly action: string;
  readonly messageId: string;
}

/** The header blocks of a request, answered at `replyTo`, by default on its connection; prefixes as `envelopeAround` declares them. */
export function writeRequestAddressing(
  headers: OutgoingAddressing & { readonly to: string; readonly replyTo?: string },
): string {
  return (
    `${writeAction(headers.action)}<a:MessageID>${escapeText(headers.messageId)}</a:MessageID>` +
    `<a:ReplyTo><a:Address>${escapeText(headers.replyTo ?? anonymousAddress)}</a:Address></a:ReplyTo><a:To>${escapeText(headers.to)}</a:To>`
  );
}

/** The header blocks of an answer; `relatesTo` is the request's MessageID when it had one, `to` where it is sent. */
export function writeAnswerAddressing(
  headers: OutgoingAddressing & {
    readonly relatesTo: string | undefined;
    readonly to: EndpointReference | undefined;
  },
): string {
  const { action, messageId, relatesTo, to } = headers;
  const relation = relatesTo === undefined ? '' : `<a:RelatesTo>${escapeText(relatesTo)}</a:RelatesTo>`;
  const own = `${writeAction(action)}<a:MessageID>${escapeText(messageId)}</a:MessageID>${relation}`;
  return to === undefined ? own : own + writeDestination(to);
}

function writeAction(action: string): string {
  return `<a:Action s:mustUnderstand="1">${escapeText(action)}</a:Action>`;
}
