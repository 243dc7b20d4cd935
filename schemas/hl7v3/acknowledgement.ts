import type { Hl7ErrorCode } from '../hl7v2/conditions.ts';
import type { Finding } from '../rule.ts';
import { formatSpecRef } from '../spec-ref.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { attribute, child, children, textOf, type XmlElement } from '../xml/element.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';
import { decodeInstanceIdentifier, encodeInstanceIdentifier, type InstanceIdentifier } from './instance-identifier.ts';
import { decodeTransmission, encodeTransmission, type Transmission } from './transmission.ts';

/** Accept acknowledgements: taken, content refused, not taken now. */
export type AcceptCode = 'CA' | 'CE' | 'CR';

/** One reason of an acknowledgement. */
export interface AcknowledgementDetail {
  readonly typeCode: 'E' | 'W' | 'I';
  /** Of HL7 table 0357, or `INTERR`. */
  readonly code: string;
  readonly text: string;
  /** XPath of what is to blame. */
  readonly location?: string;
}

/** MCCI_IN000002UV01: what one message is answered with — ITI TF-2 3.44.4 and Appendix O. */
export interface AcceptAcknowledgement {
  readonly transmission: Transmission;
  readonly code: AcceptCode;
  readonly targetMessage: InstanceIdentifier;
  readonly details: readonly AcknowledgementDetail[];
}

/** The interaction of an accept acknowledgement. */
export const acknowledgementInteraction = 'MCCI_IN000002UV01';
const conditions = '2.16.840.1.113883.12.357';
const none: InstanceIdentifier = { root: '' };

/**
 * The acknowledgement of a message. It has the receiver's own root and the message's id as extension: a message that is
 * sent again is answered with the same acknowledgement. `at` is an HL7 TS; default the time of the message.
 */
export function acknowledge(
  message: Transmission | undefined,
  answer: Pick<AcceptAcknowledgement, 'code' | 'details'> & { readonly at?: string },
): AcceptAcknowledgement {
  const { id = none, creationTime = '', processingCode = 'P', receiver = none, sender = none } = message ?? {};
  const { code, details, at = creationTime } = answer;
  const extension = [id.root, ...(id.extension === undefined ? [] : [id.extension])].join('.');
  const own = receiver.root === '' ? none : { root: receiver.root, extension };
  const transmission = { id: own, creationTime: at, processingCode, receiver: sender, sender: receiver };
  return { transmission, code, targetMessage: id, details };
}

/** The reasons findings are told with: rule, paragraph, found value. */
export function detailsFrom(findings: readonly Finding<Hl7ErrorCode>[]): AcknowledgementDetail[] {
  return findings.map(({ rule, violation }) => ({
    typeCode: violation.severity === 'Warning' ? 'W' : 'E',
    code: rule.code,
    text: `Found ${violation.found}. ${rule.statement} [${rule.id}, ${formatSpecRef(rule.source)}]`,
    location: violation.at,
  }));
}

/** Reads MCCI_IN000002UV01; an acknowledgement without a known code counts as CE. */
export function decodeAcknowledgement(message: XmlElement): AcceptAcknowledgement {
  const acknowledgement = child(message, namespaces.hl7v3, 'acknowledgement');
  const inner = (name: string) =>
    acknowledgement === undefined ? undefined : child(acknowledgement, namespaces.hl7v3, name);
  const typeCode = inner('typeCode');
  const code = typeCode === undefined ? undefined : attribute(typeCode, 'code');
  const target = inner('targetMessage');
  const id = target === undefined ? undefined : child(target, namespaces.hl7v3, 'id');
  return {
    transmission: decodeTransmission(message),
    code: code === 'CA' || code === 'CR' ? code : 'CE',
    targetMessage: id === undefined ? none : decodeInstanceIdentifier(id),
    details:
      acknowledgement === undefined
        ? []
        : children(acknowledgement, namespaces.hl7v3, 'acknowledgementDetail').map(decodeDetail),
  };
}

/** Writes MCCI_IN000002UV01. */
export function encodeAcknowledgement(acknowledgement: AcceptAcknowledgement): string {
  const { transmission, code, targetMessage, details } = acknowledgement;
  return (
    `<${acknowledgementInteraction} xmlns="${namespaces.hl7v3}" ITSVersion="XML_1.0">` +
    encodeTransmission(acknowledgementInteraction, transmission, 'NE') +
    `<acknowledgement><typeCode code="${code}"/>` +
    `<targetMessage>${encodeInstanceIdentifier('id', targetMessage)}</targetMessage>` +
    `${details.map(encodeDetail).join('')}</acknowledgement></${acknowledgementInteraction}>`
  );
}

function decodeDetail(element: XmlElement): AcknowledgementDetail {
  const inner = (name: string) => child(element, namespaces.hl7v3, name);
  const [code, text, location] = [inner('code'), inner('text'), inner('location')];
  const typeCode = attribute(element, 'typeCode');
  return {
    typeCode: typeCode === 'W' || typeCode === 'I' ? typeCode : 'E',
    code: (code === undefined ? undefined : attribute(code, 'code')) ?? '',
    text: text === undefined ? '' : textOf(text).trim(),
    ...(location === undefined ? {} : { location: textOf(location).trim() }),
  };
}

function encodeDetail({ typeCode, code, text, location }: AcknowledgementDetail): string {
  const place = location === undefined ? '' : `<location>${escapeText(location)}</location>`;
  return (
    `<acknowledgementDetail typeCode="${typeCode}"><code code="${escapeAttribute(code)}" codeSystem="${conditions}"/>` +
    `<text>${escapeText(text)}</text>${place}</acknowledgementDetail>`
  );
}
