import { escapeHl7 } from '../../../schemas/datatypes/hl7-escape.ts';
import { formatXcn } from '../../../schemas/datatypes/xcn.ts';

/** The five components of a PN's first group — DICOM PS3.5 6.2.1: family, given, middle, prefix, suffix. */
function componentsOf(patientName: string): readonly string[] {
  const group = patientName.split('=').find((each) => each !== '') ?? '';
  const parts = group.split('^').map((part) => part.trim());
  return Array.from({ length: 5 }, (_, index) => parts[index] ?? '');
}

/** A DICOM person name as PID-5 (XPN): the same parts, with suffix before prefix. */
export function xpnFromPersonName(patientName: string): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = componentsOf(patientName);
  return [family, given, middle, suffix, prefix].map(escapeHl7).join('^').replace(/\^+$/, '');
}

/** A DICOM person name as XCN without an id; undefined when it has no family name, which XCN then needs. */
export function xcnFromPersonName(personName: string): string | undefined {
  const [familyName, givenName, secondNames, prefix, suffix] = componentsOf(personName);
  if (familyName === undefined || familyName === '') return undefined;
  return formatXcn({ familyName, givenName, secondNames, prefix, suffix });
}
