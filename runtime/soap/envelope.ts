import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, child, elements, type XmlElement } from '../../schemas/xml/element.ts';
import { parseXml, XmlError, type XmlLimits } from '../../schemas/xml/parse.ts';
import { SoapFault } from './fault.ts';

const { soap12, soap11, wsa } = namespaces;

/** One SOAP 1.2 envelope: its header blocks and the one element of its body. */
export interface Envelope {
  readonly headers: readonly XmlElement[];
  readonly body: XmlElement;
}

/**
 * Reads an envelope — SOAP 1.2 Part 1 chapter 5, ITI TF-2 V.3.2 (SOAP 1.2 only).
 *
 * Throws SoapFault: VersionMismatch for another envelope, Sender for ill-formed XML and anything out of place.
 */
export function readEnvelope(bytes: Uint8Array, limits?: XmlLimits): Envelope {
  const envelope = parse(bytes, limits);
  if (envelope.name !== 'Envelope' || envelope.ns !== soap12) throw notAnEnvelope(envelope);
  const inside = elements(envelope);
  const header = child(envelope, soap12, 'Header');
  const body = child(envelope, soap12, 'Body');
  const expected = header === undefined ? [body] : [header, body];
  if (body === undefined || inside.length !== expected.length || inside.some((e, i) => e !== expected[i])) {
    throw new SoapFault('Sender', 'A SOAP envelope holds an optional Header and then one Body, nothing else.');
  }
  const [first, ...more] = elements(body);
  if (first === undefined || more.length > 0) {
    throw new SoapFault(
      'Sender',
      `The SOAP Body holds ${1 + more.length - (first ? 0 : 1)} elements; it must hold one.`,
    );
  }
  return { headers: header === undefined ? [] : elements(header), body: first };
}

function parse(bytes: Uint8Array, limits: XmlLimits | undefined): XmlElement {
  try {
    return limits === undefined ? parseXml(bytes) : parseXml(bytes, limits);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new SoapFault('Sender', `The message is not XML this service reads: ${error.message}.`, { cause: error });
  }
}

function notAnEnvelope(found: XmlElement): SoapFault {
  if (found.name !== 'Envelope') return new SoapFault('Sender', 'The message is XML, but no SOAP envelope.');
  const version = found.ns === soap11 ? 'SOAP 1.1' : 'an unknown SOAP version';
  return new SoapFault('VersionMismatch', `The envelope is ${version}; this service speaks SOAP 1.2 (${soap12}).`);
}

/** Who decides on a WS-Security header that must be understood, as long as this endpoint does not check assertions. */
export type SecurityHeaderPolicy = 'fault' | 'ignore';

const ourRoles = new Set([undefined, '', `${soap12}/role/next`, `${soap12}/role/ultimateReceiver`]);
const addressingHeaders = new Set(['Action', 'MessageID', 'RelatesTo', 'To', 'From', 'ReplyTo', 'FaultTo']);

/**
 * Refuses an envelope with a header block that must be understood and is not — SOAP 1.2 Part 1 5.2.3, 2.6.
 *
 * A wsse:Security header is refused with its own reason unless the policy is to ignore it.
 */
export function checkUnderstood(envelope: Envelope, securityHeader: SecurityHeaderPolicy = 'fault'): void {
  const unknown = envelope.headers.filter((block) => mustUnderstand(block) && isForUs(block) && !isKnown(block));
  const isSecurity = (block: XmlElement) => block.ns === namespaces.wsse && block.name === 'Security';
  const headers = securityHeader === 'ignore' ? unknown.filter((block) => !isSecurity(block)) : unknown;
  if (headers.length === 0) return;
  const names = headers.map((block) => `{${block.ns}}${block.name}`).join(', ');
  const reason = headers.every(isSecurity)
    ? 'The wsse:Security header must be understood, and this service does not check assertions. Send none, or let ' +
      'the operator set listen.securityHeader to ignore.'
    : `These header blocks must be understood and are not: ${names}.`;
  throw new SoapFault('MustUnderstand', reason, { headers });
}

/** True when the block carries mustUnderstand 1 or true; throws SoapFault when the value is no boolean. */
export function mustUnderstand(block: XmlElement): boolean {
  const value = attribute(block, 'mustUnderstand', soap12)?.trim();
  if (value === undefined || value === '0' || value === 'false') return false;
  if (value === '1' || value === 'true') return true;
  throw new SoapFault('Sender', `mustUnderstand of ${block.name} is no boolean (0, 1, false, true).`);
}

function isForUs(block: XmlElement): boolean {
  return ourRoles.has(attribute(block, 'role', soap12)?.trim());
}

function isKnown(block: XmlElement): boolean {
  return block.ns === wsa && addressingHeaders.has(block.name);
}

/**
 * What stands before and behind the body element. The prefixes `s` (SOAP 1.2) and `a` (WS-Addressing) are declared on the
 * envelope for its header blocks.
 */
export function envelopeAround(headers: string): readonly [start: string, end: string] {
  const start = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${soap12}" xmlns:a="${wsa}"><s:Header>`;
  return [`${start}${headers}</s:Header><s:Body>`, '</s:Body></s:Envelope>'];
}
