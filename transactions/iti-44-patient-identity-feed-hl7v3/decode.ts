import { decodeInstanceIdentifier, type InstanceIdentifier } from '../../schemas/hl7v3/instance-identifier.ts';
import { decodeTransmission } from '../../schemas/hl7v3/transmission.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, child, children, textOf, type XmlElement } from '../../schemas/xml/element.ts';
import type {
  FedPatientV3,
  FeedInteraction,
  PatientIdentityFeedV3Request,
  PersonNameParts,
  ProviderOrganization,
} from './messages.ts';

/** Reads one message of the feed; what is missing is left out, for rules to judge. */
export function decodeFeed(interaction: FeedInteraction, message: XmlElement): PatientIdentityFeedV3Request {
  const events = at([message], 'controlActProcess', 'subject', 'registrationEvent');
  const patients = at(events, 'subject1', 'patient');
  const custodian = at(events, 'custodian', 'assignedEntity', 'id')[0];
  const organization = at(patients, 'providerOrganization')[0];
  return {
    interaction,
    transmission: decodeTransmission(message),
    patients: patients.map(decodePatient),
    ...(organization === undefined ? {} : { providerOrganization: decodeOrganization(organization) }),
    ...(custodian === undefined ? {} : { custodian: decodeInstanceIdentifier(custodian) }),
    priorIdentifiers: at(events, 'replacementOf', 'priorRegistration', 'subject1', 'priorRegisteredRole', 'id').map(
      decodeInstanceIdentifier,
    ),
  };
}

/** The elements at the end of a path of names. */
function at(from: readonly XmlElement[], ...path: readonly string[]): XmlElement[] {
  let found = [...from];
  for (const name of path) found = found.flatMap((element) => children(element, namespaces.hl7v3, name));
  return found;
}

function decodePatient(patient: XmlElement): FedPatientV3 {
  const person = child(patient, namespaces.hl7v3, 'patientPerson');
  const inner = (name: string) => (person === undefined ? undefined : child(person, namespaces.hl7v3, name));
  const gender = attributeOf(inner('administrativeGenderCode'), 'code');
  const birthTime = attributeOf(inner('birthTime'), 'value');
  const names = person === undefined ? [] : children(person, namespaces.hl7v3, 'name');
  return {
    identifiers: at([patient], 'id').map(decodeInstanceIdentifier),
    names: names.filter((name) => attribute(name, 'nullFlavor') === undefined).map(decodeName),
    ...(gender === undefined ? {} : { gender }),
    ...(birthTime === undefined ? {} : { birthTime }),
  };
}

function decodeName(name: XmlElement): PersonNameParts {
  const parts = (part: string) => at([name], part).map((element) => textOf(element).trim());
  return { family: parts('family'), given: parts('given') };
}

function decodeOrganization(organization: XmlElement): ProviderOrganization {
  const name = child(organization, namespaces.hl7v3, 'name');
  const [telecom] = [...at([organization], 'telecom'), ...at([organization], 'contactParty', 'telecom')];
  const url = attributeOf(telecom, 'value');
  const identifiers: InstanceIdentifier[] = at([organization], 'id').map(decodeInstanceIdentifier);
  return {
    identifiers,
    ...(name === undefined ? {} : { name: textOf(name).trim() }),
    ...(url === undefined ? {} : { telecom: url }),
  };
}

function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  return element === undefined ? undefined : attribute(element, name);
}
