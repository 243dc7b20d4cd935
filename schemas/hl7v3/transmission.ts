import { namespaces } from '../vocabulary/namespaces.ts';
import { attribute, child, type XmlElement } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import { decodeInstanceIdentifier, encodeInstanceIdentifier, type InstanceIdentifier } from './instance-identifier.ts';

/** The wrapper of every HL7 v3 message — ITI TF-2 Appendix O, MCCI_MT000100UV01 and MCCI_MT000200UV01. */
export interface Transmission {
  readonly id: InstanceIdentifier;
  /** HL7 TS as sent: `YYYYMMDDhhmmss` with an optional zone. */
  readonly creationTime: string;
  /** `P` production, `T` training, `D` debugging. */
  readonly processingCode: string;
  /** Device id, an OID. */
  readonly receiver: InstanceIdentifier;
  /** Device id, an OID. */
  readonly sender: InstanceIdentifier;
}

const nothing: InstanceIdentifier = { root: '' };

/** Reads the wrapper of an interaction; what is missing is empty, for rules to judge. */
export function decodeTransmission(interaction: XmlElement): Transmission {
  const code = (name: string, of: string) => {
    const element = child(interaction, namespaces.hl7v3, name);
    return element === undefined ? '' : (attribute(element, of) ?? '').trim();
  };
  const id = child(interaction, namespaces.hl7v3, 'id');
  return {
    id: id === undefined ? nothing : decodeInstanceIdentifier(id),
    creationTime: code('creationTime', 'value'),
    processingCode: code('processingCode', 'code'),
    receiver: deviceOf(interaction, 'receiver'),
    sender: deviceOf(interaction, 'sender'),
  };
}

/** Writes the wrapper's elements up to the sender, for an interaction of this name. */
export function encodeTransmission(
  interaction: string,
  transmission: Transmission,
  acceptAckCode: 'AL' | 'NE',
): string {
  return [
    encodeInstanceIdentifier('id', transmission.id),
    encodeTime(transmission.creationTime),
    `<interactionId root="2.16.840.1.113883.1.6" extension="${interaction}"/>`,
    `<processingCode code="${escapeAttribute(transmission.processingCode || 'P')}"/>`,
    `<processingModeCode code="T"/><acceptAckCode code="${acceptAckCode}"/>`,
    encodeDevice('receiver', 'RCV', transmission.receiver),
    encodeDevice('sender', 'SND', transmission.sender),
  ].join('');
}

function deviceOf(interaction: XmlElement, name: string): InstanceIdentifier {
  const party = child(interaction, namespaces.hl7v3, name);
  const device = party === undefined ? undefined : child(party, namespaces.hl7v3, 'device');
  const id = device === undefined ? undefined : child(device, namespaces.hl7v3, 'id');
  return id === undefined ? nothing : decodeInstanceIdentifier(id);
}

function encodeTime(value: string): string {
  return /^\d{4,14}(\.\d{1,4})?([+-]\d{1,4})?$/.test(value)
    ? `<creationTime value="${value}"/>`
    : '<creationTime nullFlavor="UNK"/>';
}

function encodeDevice(name: string, typeCode: string, id: InstanceIdentifier): string {
  return (
    `<${name} typeCode="${typeCode}"><device classCode="DEV" determinerCode="INSTANCE">` +
    `${encodeInstanceIdentifier('id', id)}</device></${name}>`
  );
}
