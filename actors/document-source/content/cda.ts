import { identifier } from '../../../schemas/datatypes/identifier.ts';
import { language } from '../../../schemas/datatypes/language.ts';
import { isOid } from '../../../schemas/datatypes/oid.ts';
import { formatUuid, uuid } from '../../../schemas/datatypes/uuid.ts';
import { namespaces } from '../../../schemas/vocabulary/namespaces.ts';
import { attribute, children, type XmlElement } from '../../../schemas/xml/element.ts';
import { parseXml, XmlError } from '../../../schemas/xml/parse.ts';
import { at, authorFrom, lineOf, patientFrom, xcnFromAssigned } from './cda-people.ts';
import type { ContentFacts, FoundCode } from './facts.ts';
import { dtmFromTs } from './moment.ts';

/** What an XML document says about itself: its CDA header, or nothing when it is no CDA or not well-formed. */
export function factsFromXml(bytes: Uint8Array): ContentFacts {
  try {
    const root = parseXml(bytes);
    const isCda = root.ns === namespaces.hl7v3 && root.name === 'ClinicalDocument';
    return isCda ? factsFromCda(root) : {};
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { warnings: [`not well-formed XML, its header cannot be read: ${error.message}`] };
  }
}

/** The header of a CDA document — CDA R2 4.2, mapped as ITI TF-3 5.2.3 and PCC TF-2 4.1 have it. */
export function factsFromCda(document: XmlElement): ContentFacts {
  const uniqueId = uniqueIdOf(at(document, 'id'));
  const title = lineOf(at(document, 'title'));
  const creationTime = dtmFromTs(valueAt(document, 'effectiveTime'));
  const languageCode = codeAt(document, 'languageCode');
  const author = children(document, namespaces.hl7v3, 'author').flatMap((element) => authorFrom(element) ?? []);
  const legalAuthenticator = xcnFromAssigned(at(document, 'legalAuthenticator', 'assignedEntity'));
  const service = at(document, 'documentationOf', 'serviceEvent', 'effectiveTime');
  const start = dtmFromTs(valueAt(service, 'low'));
  const stop = dtmFromTs(valueAt(service, 'high'));
  const inOrder = start === undefined || stop === undefined || start <= stop;
  return {
    ...(uniqueId && { uniqueId }),
    ...(title && { title }),
    ...(creationTime && { creationTime }),
    ...(language.check(languageCode) === undefined && { languageCode }),
    ...(author.length > 0 && { author }),
    ...(legalAuthenticator && { legalAuthenticator }),
    ...(start && inOrder && { serviceStartTime: start }),
    ...(stop && inOrder && { serviceStopTime: stop }),
    ...patientFrom(at(document, 'recordTarget', 'patientRole')),
    codes: codesOf(document),
    warnings: inOrder ? [] : ['its service ends before it begins: service times left out'],
  };
}

/** root^extension of an OID, the URN of a UUID; undefined when that is no identifier others can use. */
function uniqueIdOf(id: XmlElement | undefined): string | undefined {
  if (id === undefined || attribute(id, 'nullFlavor') !== undefined) return undefined;
  const root = attribute(id, 'root')?.trim() ?? '';
  const extension = attribute(id, 'extension')?.trim() ?? '';
  const urn = formatUuid(root.toLowerCase());
  if (uuid.check(urn) === undefined && extension === '') return urn;
  if (!isOid(root)) return undefined;
  const value = extension === '' ? root : `${root}^${extension}`;
  // Longer ones are legal by now, but registries of before 2012 cut them off.
  return identifier.check(value) === undefined && value.length <= 128 ? value : undefined;
}

function codesOf(document: XmlElement): NonNullable<ContentFacts['codes']> {
  const encounter = at(document, 'componentOf', 'encompassingEncounter');
  const facility = at(encounter, 'location', 'healthCareFacility');
  const type = codesAt(document, 'code');
  return {
    typeCode: type,
    classCode: type,
    confidentialityCode: codesAt(document, 'confidentialityCode'),
    healthcareFacilityTypeCode: codesAt(facility, 'code'),
    formatCode: formatCodesOf(document).map((code) => ({ code })),
  };
}

function codesAt(from: XmlElement | undefined, name: string): FoundCode[] {
  const element = at(from, name);
  const code = element && attribute(element, 'code');
  const codingScheme = element && attribute(element, 'codeSystem');
  return code && codingScheme ? [{ code, codingScheme }] : [];
}

/** Content profiles by templateId, the most specific first — IHE and HL7 format codes. */
const formats: readonly (readonly [templateId: string, formatCode: string])[] = [
  ['1.3.6.1.4.1.19376.1.3.3', 'urn:ihe:lab:xd-lab:2008'],
  ['1.3.6.1.4.1.19376.1.5.3.1.1.5', 'urn:ihe:pcc:xphr:2007'],
  ['1.3.6.1.4.1.19376.1.5.3.1.1.10', 'urn:ihe:pcc:edr:2007'],
  ['1.3.6.1.4.1.19376.1.5.3.1.1.16.1.4', 'urn:ihe:pcc:handp:2008'],
  ['1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2', 'urn:ihe:pcc:ic:2009'],
  ['1.3.6.1.4.1.19376.1.5.3.1.1.2', 'urn:ihe:pcc:xds-ms:2007'],
];
const scannedDocument = '1.3.6.1.4.1.19376.1.2.20';
const consolidatedCda = '2.16.840.1.113883.10.20.22.1.1';

function formatCodesOf(document: XmlElement): string[] {
  const templates = children(document, namespaces.hl7v3, 'templateId').map((id) => ({
    root: attribute(id, 'root')?.trim() ?? '',
    extension: attribute(id, 'extension')?.trim() ?? '',
  }));
  const found = formats.filter(([root]) => templates.some((id) => id.root === root)).map(([, format]) => format);
  const text = at(document, 'component', 'nonXMLBody', 'text');
  if (templates.some((id) => id.root === scannedDocument)) {
    const isPdf = text !== undefined && attribute(text, 'mediaType') === 'application/pdf';
    found.push(isPdf ? 'urn:ihe:iti:xds-sd:pdf:2008' : 'urn:ihe:iti:xds-sd:text:2008');
  }
  const consolidated = templates.filter((id) => id.root === consolidatedCda);
  if (consolidated.length > 0) {
    const release = consolidated.some((id) => id.extension !== '') ? '2.1' : '1.1';
    found.push(`urn:hl7-org:sdwg:ccda-${text === undefined ? 'structuredBody' : 'nonXMLBody'}:${release}`);
  }
  return found;
}

function valueAt(from: XmlElement | undefined, name: string): string {
  const element = at(from, name);
  return (element && attribute(element, 'value')) ?? '';
}

function codeAt(from: XmlElement, name: string): string {
  const element = at(from, name);
  return (element && attribute(element, 'code')?.trim()) ?? '';
}
