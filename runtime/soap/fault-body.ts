import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { child, elements, textOf, type XmlElement } from '../../schemas/xml/element.ts';
import { escapeAttribute, escapeText } from '../../schemas/xml/escape.ts';
import { faultAction } from './addressing.ts';
import { type FaultSubcode, SoapFault } from './fault.ts';

const { soap12, soap11, wsa } = namespaces;

/** A fault as it goes into an envelope: header blocks beside the addressing ones, body element, action, HTTP status. */
export interface WrittenFault {
  readonly headers: string;
  readonly body: string;
  readonly action: string;
  readonly status: number;
}

/** Subcodes that WS-Addressing 1.0 SOAP Binding 6.4.1 defines below InvalidAddressingHeader. */
const belowInvalid: ReadonlySet<FaultSubcode> = new Set(['OnlyAnonymousAddressSupported', 'ActionMismatch'] as const);

/** Writes a fault — SOAP 1.2 Part 1 5.4, Part 2 7.5.2.2 (status), WS-Addressing 1.0 SOAP Binding 6. */
export function writeFault(fault: SoapFault): WrittenFault {
  const body =
    `<s:Fault><s:Code><s:Value>s:${fault.code}</s:Value>${writeSubcode(fault.subcode)}</s:Code>` +
    `<s:Reason><s:Text xml:lang="en">${escapeText(fault.message)}</s:Text></s:Reason>${writeDetail(fault)}</s:Fault>`;
  return {
    headers: writeFaultHeaders(fault),
    body,
    action: fault.subcode === undefined ? faultAction.soap : faultAction.addressing,
    status: fault.status ?? (fault.code === 'Sender' ? 400 : 500),
  };
}

function writeSubcode(subcode: FaultSubcode | undefined): string {
  if (subcode === undefined) return '';
  const own = `<s:Subcode><s:Value>a:${subcode}</s:Value></s:Subcode>`;
  if (!belowInvalid.has(subcode)) return own;
  return `<s:Subcode><s:Value>a:InvalidAddressingHeader</s:Value>${own}</s:Subcode>`;
}

function writeDetail(fault: SoapFault): string {
  if (fault.subcode === undefined) return '';
  const names = fault.headers.filter((header) => header.ns === wsa);
  const problems = names.map(({ name }) => `<a:ProblemHeaderQName>a:${name}</a:ProblemHeaderQName>`);
  if (fault.action !== undefined) {
    problems.push(`<a:ProblemAction><a:Action>${escapeText(fault.action)}</a:Action></a:ProblemAction>`);
  }
  return problems.length === 0 ? '' : `<s:Detail>${problems.join('')}</s:Detail>`;
}

/** Upgrade tells which envelope is spoken, NotUnderstood which header was not — SOAP 1.2 Part 1 5.4.7, 5.4.8. */
function writeFaultHeaders(fault: SoapFault): string {
  if (fault.code === 'VersionMismatch') {
    return '<s:Upgrade><s:SupportedEnvelope qname="s:Envelope"/></s:Upgrade>';
  }
  if (fault.code !== 'MustUnderstand') return '';
  return fault.headers
    .map(({ ns, name }) => {
      const prefix = ns === '' ? '' : 'n:';
      const declaration = ns === '' ? '' : ` xmlns:n="${escapeAttribute(ns)}"`;
      return `<s:NotUnderstood qname="${prefix}${escapeAttribute(name)}"${declaration}/>`;
    })
    .join('');
}

const codes = ['Sender', 'Receiver', 'MustUnderstand', 'VersionMismatch', 'DataEncodingUnknown'] as const;
const subcodes: readonly FaultSubcode[] = [
  'ActionNotSupported',
  'MessageAddressingHeaderRequired',
  'InvalidAddressingHeader',
  'OnlyAnonymousAddressSupported',
  'ActionMismatch',
];

/**
 * The fault a body element is, marked as received; undefined when it is none.
 *
 * The code loses its prefix, an unknown code reads as Receiver, the innermost known subcode wins.
 */
export function readFault(body: XmlElement): SoapFault | undefined {
  if (body.name !== 'Fault' || (body.ns !== soap12 && body.ns !== soap11)) return undefined;
  const code = child(body, soap12, 'Code');
  const found = localName(code && child(code, soap12, 'Value'));
  const reason = child(body, soap12, 'Reason');
  const text = reason === undefined ? undefined : elements(reason)[0];
  const subcode = code === undefined ? undefined : innermostSubcode(code);
  return new SoapFault(
    codes.find((known) => known === found) ?? 'Receiver',
    (text === undefined ? '' : textOf(text).trim()) || 'The peer gave no reason.',
    { received: true, ...(subcode === undefined ? {} : { subcode }) },
  );
}

function innermostSubcode(code: XmlElement): FaultSubcode | undefined {
  const inner = child(code, soap12, 'Subcode');
  if (inner === undefined) return undefined;
  const found = localName(child(inner, soap12, 'Value'));
  return innermostSubcode(inner) ?? subcodes.find((known) => known === found);
}

function localName(value: XmlElement | undefined): string {
  const text = value === undefined ? '' : textOf(value).trim();
  return text.slice(text.indexOf(':') + 1);
}
