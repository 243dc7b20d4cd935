import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';
import { checkAuthority } from './hd.ts';
import { escapeHl7, unescapeHl7 } from './hl7-escape.ts';
import { isOid } from './oid.ts';

/** An organization as XDS metadata names one. */
export interface Xon {
  readonly name: string;
  /** The id's assigning authority as written, `&OID&ISO`. */
  readonly authority?: string;
  readonly id?: string;
}

const allowedComponents = [1, 6, 10];

/** XON: `name^^^^^&OID&ISO^^^^id` — ITI TF-3 Table 4.2.3.1.7-2. */
export const xon: Datatype = {
  name: 'XON',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    const parts = value.split('^');
    if (parts[0] === '') return 'has no organization name before the first ^';
    const other = parts.findIndex((part, index) => part !== '' && !allowedComponents.includes(index + 1));
    if (other > 0)
      return `has a component ${other + 1}; only name (1), assigning authority (6) and id (10) are allowed`;
    const authority = parts[5] ?? '';
    const id = parts[9] ?? '';
    if (authority === '' && id !== '' && !isOid(id)) {
      return 'has an id that is not an OID, without its assigning authority &OID&ISO in the sixth component';
    }
    const wrong = authority === '' ? undefined : checkAuthority(authority);
    return wrong === undefined ? undefined : `has an assigning authority that ${wrong}`;
  },
};

/** The parts of a legal XON, escapes resolved; undefined for an illegal one. */
export function parseXon(value: string): Xon | undefined {
  if (xon.check(value) !== undefined) return undefined;
  const parts = value.split('^');
  return {
    name: unescapeHl7(parts[0]!),
    ...(parts[5] === undefined || parts[5] === '' ? {} : { authority: parts[5] }),
    ...(parts[9] === undefined || parts[9] === '' ? {} : { id: unescapeHl7(parts[9]) }),
  };
}

/** The written form of an organization, without trailing empty components. */
export function formatXon(organization: Xon): string {
  const { name, authority = '', id = '' } = organization;
  return [escapeHl7(name), '', '', '', '', authority, '', '', '', escapeHl7(id)].join('^').replace(/\^+$/, '');
}
