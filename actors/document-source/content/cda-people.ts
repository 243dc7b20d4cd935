import { formatCx } from '../../../schemas/datatypes/cx.ts';
import { escapeHl7 } from '../../../schemas/datatypes/hl7-escape.ts';
import { isOid } from '../../../schemas/datatypes/oid.ts';
import { formatXcn } from '../../../schemas/datatypes/xcn.ts';
import { formatXon } from '../../../schemas/datatypes/xon.ts';
import { longNameLength } from '../../../schemas/metadata/fields.ts';
import type { Author } from '../../../schemas/metadata/nouns.ts';
import { namespaces } from '../../../schemas/vocabulary/namespaces.ts';
import { attribute, child, children, textOf, type XmlElement } from '../../../schemas/xml/element.ts';

const v3 = namespaces.hl7v3;

/** The element at the end of a path of HL7 v3 element names, the first one at each step. */
export function at(from: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((element, name) => element && child(element, v3, name), from);
}

/** The text of an element on one line, or undefined when there is none. */
export function lineOf(element: XmlElement | undefined): string | undefined {
  const text = element === undefined ? '' : textOf(element).replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

interface PersonName {
  readonly familyName?: string;
  readonly givenName?: string;
  readonly secondNames?: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

/** The parts of an HL7 v3 PN; a name without parts is a family name. */
function nameOf(name: XmlElement | undefined): PersonName {
  if (name === undefined) return {};
  const texts = (part: string) => children(name, v3, part).flatMap((element) => lineOf(element) ?? []);
  const [givenName, ...second] = texts('given');
  const familyName = texts('family').join(' ') || (givenName === undefined ? lineOf(name) : undefined);
  const [prefix, suffix] = [texts('prefix').join(' '), texts('suffix').join(' ')];
  return {
    ...(familyName === undefined ? {} : { familyName }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(second.length === 0 ? {} : { secondNames: second.join(' ') }),
    ...(prefix === '' ? {} : { prefix }),
    ...(suffix === '' ? {} : { suffix }),
  };
}

/** The first id whose root is an OID and that has an extension. */
function identifierIn(holder: XmlElement): { root: string; extension: string } | undefined {
  for (const id of children(holder, v3, 'id')) {
    const [root, extension] = [attribute(id, 'root')?.trim() ?? '', attribute(id, 'extension')?.trim() ?? ''];
    if (isOid(root) && extension !== '') return { root, extension };
  }
  return undefined;
}

/** A CDA AssignedEntity or AssignedAuthor as XCN; a device is named as a family name. Undefined: nobody is named. */
export function xcnFromAssigned(assigned: XmlElement | undefined): string | undefined {
  if (assigned === undefined) return undefined;
  const device = at(assigned, 'assignedAuthoringDevice');
  const deviceName = lineOf(at(device, 'softwareName')) ?? lineOf(at(device, 'manufacturerModelName'));
  const person = nameOf(at(assigned, 'assignedPerson', 'name'));
  const name = person.familyName === undefined && deviceName !== undefined ? { familyName: deviceName } : person;
  const id = identifierIn(assigned);
  const xcn = formatXcn({ ...name, ...(id && { id: id.extension, authority: `&${id.root}&ISO` }) });
  if (name.familyName === undefined && id === undefined) return undefined;
  return xcn.length <= longNameLength ? xcn : undefined;
}

/** An author of a CDA document; undefined when it names neither a person nor an institution. */
export function authorFrom(author: XmlElement): Author | undefined {
  const assigned = at(author, 'assignedAuthor');
  const authorPerson = xcnFromAssigned(assigned);
  const organization = at(assigned, 'representedOrganization');
  const name = lineOf(at(organization, 'name'));
  const id = organization && identifierIn(organization);
  const institution =
    name === undefined ? undefined : formatXon({ name, ...(id && { id: id.extension, authority: `&${id.root}&ISO` }) });
  const authorInstitution = institution === undefined || institution.length > longNameLength ? [] : [institution];
  if (authorPerson === undefined && authorInstitution.length === 0) return undefined;
  return {
    ...(authorPerson === undefined ? {} : { authorPerson }),
    authorInstitution,
    authorRole: [],
    authorSpecialty: [],
    authorTelecommunication: [],
  };
}

/** The patient of a CDA document: the identifier as CX and the demographics as PID lines. */
export function patientFrom(role: XmlElement | undefined): {
  sourcePatientId?: string;
  sourcePatientInfo?: string[];
} {
  if (role === undefined) return {};
  const id = identifierIn(role);
  const sourcePatientId = id && formatCx({ id: id.extension, authority: id.root });
  const patient = at(role, 'patient');
  const name = nameOf(at(patient, 'name'));
  const birthTime = attributeAt(patient, 'birthTime', 'value');
  const gender = attributeAt(patient, 'administrativeGenderCode', 'code');
  const lines = [
    ['PID-3', sourcePatientId],
    ['PID-5', components(name.familyName, name.givenName, name.secondNames, name.suffix, name.prefix)],
    ['PID-7', /^\d{4,}/.test(birthTime) ? birthTime.slice(0, 8) : undefined],
    ['PID-8', { M: 'M', F: 'F', UN: 'O' }[gender]],
    ['PID-11', addressOf(at(role, 'addr'))],
  ].flatMap(([field, value]) => (value ? `${field}|${value}` : []));
  const info = lines.filter((line) => line.length <= longNameLength);
  return { ...(sourcePatientId && { sourcePatientId }), ...(info.length > 0 && { sourcePatientInfo: info }) };
}

function attributeAt(from: XmlElement | undefined, name: string, attributeName: string): string {
  const element = at(from, name);
  return (element && attribute(element, attributeName)) ?? '';
}

function addressOf(addr: XmlElement | undefined): string | undefined {
  const part = (name: string) => lineOf(at(addr, name));
  const { length } = components(part('streetAddressLine'), part('city'), part('state'), part('postalCode'));
  if (length === 0) return undefined;
  return components(
    part('streetAddressLine'),
    undefined,
    part('city'),
    part('state'),
    part('postalCode'),
    part('country'),
  );
}

function components(...values: readonly (string | undefined)[]): string {
  return values
    .map((value) => escapeHl7(value ?? ''))
    .join('^')
    .replace(/\^+$/, '');
}
