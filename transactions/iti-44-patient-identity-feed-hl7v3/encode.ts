import { encodeInstanceIdentifier } from '../../schemas/hl7v3/instance-identifier.ts';
import { encodeTransmission } from '../../schemas/hl7v3/transmission.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { escapeAttribute, escapeText } from '../../schemas/xml/escape.ts';
import type { FedPatientV3, PatientIdentityFeedV3Request, PersonNameParts, ProviderOrganization } from './messages.ts';

/** Writes one message of the feed — ITI TF-2 3.44.4.1.2 and 3.44.4.2.2. */
export function encodeFeed(request: PatientIdentityFeedV3Request): string {
  const { interaction, transmission } = request;
  return (
    `<${interaction} xmlns="${namespaces.hl7v3}" ITSVersion="XML_1.0">` +
    encodeTransmission(interaction, transmission, 'AL') +
    '<controlActProcess classCode="CACT" moodCode="EVN">' +
    `<code code="${interaction.replace('_IN', '_TE')}" codeSystem="2.16.840.1.113883.1.6"/>` +
    request.patients.map((patient) => encodeSubject(patient, request)).join('') +
    `</controlActProcess></${interaction}>`
  );
}

function encodeSubject(patient: FedPatientV3, request: PatientIdentityFeedV3Request): string {
  return (
    '<subject typeCode="SUBJ"><registrationEvent classCode="REG" moodCode="EVN"><id nullFlavor="NA"/>' +
    '<statusCode code="active"/><subject1 typeCode="SBJ">' +
    encodePatient(patient, request.providerOrganization) +
    '</subject1><custodian typeCode="CST"><assignedEntity classCode="ASSIGNED">' +
    `${encodeInstanceIdentifier('id', request.custodian ?? request.transmission.sender)}</assignedEntity></custodian>` +
    request.priorIdentifiers.map((id) => encodePrior(encodeInstanceIdentifier('id', id))).join('') +
    '</registrationEvent></subject>'
  );
}

function encodePatient(patient: FedPatientV3, organization: ProviderOrganization | undefined): string {
  const { identifiers, names, gender, birthTime } = patient;
  return (
    '<patient classCode="PAT">' +
    identifiers.map((id) => encodeInstanceIdentifier('id', id)).join('') +
    '<statusCode code="active"/><patientPerson classCode="PSN" determinerCode="INSTANCE">' +
    (names.length === 0 ? '<name nullFlavor="UNK"/>' : names.map(encodeName).join('')) +
    (gender === undefined
      ? ''
      : `<administrativeGenderCode code="${escapeAttribute(gender)}" codeSystem="2.16.840.1.113883.5.1"/>`) +
    (birthTime === undefined ? '' : `<birthTime value="${escapeAttribute(birthTime)}"/>`) +
    `</patientPerson>${organization === undefined ? '' : encodeOrganization(organization)}</patient>`
  );
}

function encodeName({ family, given }: PersonNameParts): string {
  const part = (name: string) => (text: string) => `<${name}>${escapeText(text)}</${name}>`;
  return `<name>${family.map(part('family')).join('')}${given.map(part('given')).join('')}</name>`;
}

function encodeOrganization({ identifiers, name, telecom }: ProviderOrganization): string {
  return (
    '<providerOrganization classCode="ORG" determinerCode="INSTANCE">' +
    identifiers.map((id) => encodeInstanceIdentifier('id', id)).join('') +
    (name === undefined ? '' : `<name>${escapeText(name)}</name>`) +
    '<contactParty classCode="CON">' +
    (telecom === undefined ? '' : `<telecom value="${escapeAttribute(telecom)}"/>`) +
    '</contactParty></providerOrganization>'
  );
}

function encodePrior(id: string): string {
  return (
    '<replacementOf typeCode="RPLC"><priorRegistration classCode="REG" moodCode="EVN"><statusCode code="obsolete"/>' +
    `<subject1 typeCode="SBJ"><priorRegisteredRole classCode="PAT">${id}</priorRegisteredRole></subject1>` +
    '</priorRegistration></replacementOf>'
  );
}
