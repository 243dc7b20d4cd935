import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';
import { escapeHl7, unescapeHl7 } from './hl7-escape.ts';
import { oid } from './oid.ts';

/** A reference of referenceIdList. */
export interface Cxi {
  readonly id: string;
  /** The assigning authority as written: a namespace, `&OID&ISO`, or '' when the id is unique without one. */
  readonly authority: string;
  /** What kind of identifier, as a URN. */
  readonly typeCode: string;
  /** homeCommunityId of the sixth component, where used. */
  readonly homeCommunityId?: string;
}

const longest = 256;

/** CXi: `id^^^authority^typeURI` — ITI TF-3 Table 4.2.3.1.7-2. */
export const cxi: Datatype = {
  name: 'CXi',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    if (value.length > longest) return `is longer than ${longest} characters`;
    const parts = value.split('^');
    if (parts[0] === '') return 'has no id before the first ^';
    if (parts.length < 5 || parts.length > 6) return 'is not of the form id^^^authority^type';
    if (parts[1] !== '' || parts[2] !== '') return 'must have empty second and third components';
    if (parts[4] === '') return 'has no identifier type in its fifth component';
    return checkReferenceAuthority(parts[3]!);
  },
};

function checkReferenceAuthority(authority: string): string | undefined {
  const [, universalId, type, ...more] = authority.split('&');
  if (more.length > 0) return 'has an authority of more than three parts';
  if (type === 'ISO' && universalId !== undefined) {
    const wrong = oid.check(universalId);
    if (wrong !== undefined) return `has the authority ${universalId}, which ${wrong}`;
  }
  return undefined;
}

/** The parts of a legal CXi, escapes of the id resolved; undefined for an illegal one. */
export function parseCxi(value: string): Cxi | undefined {
  if (cxi.check(value) !== undefined) return undefined;
  const [id, , , authority, typeCode, homeCommunityId] = value.split('^') as [
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  return {
    id: unescapeHl7(id),
    authority,
    typeCode,
    ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
  };
}

/** The written form of a reference. */
export function formatCxi(reference: Cxi): string {
  const home = reference.homeCommunityId === undefined ? '' : `^${reference.homeCommunityId}`;
  return `${escapeHl7(reference.id)}^^^${reference.authority}^${reference.typeCode}${home}`;
}
