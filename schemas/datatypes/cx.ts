import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';
import { checkAuthority } from './hd.ts';
import { escapeHl7, unescapeHl7 } from './hl7-escape.ts';

/** A patient identifier and the OID of the domain that assigned it. */
export interface Cx {
  readonly id: string;
  /** OID of the assigning authority. */
  readonly authority: string;
}

/** CX of XDS metadata: `id^^^&OID&ISO` and nothing else — ITI TF-3 Table 4.2.3.1.7-2. */
export const cx: Datatype = {
  name: 'CX',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    const parts = value.split('^');
    if (parts[0] === '') return 'has no id before the first ^';
    if (parts.length !== 4 || parts[1] !== '' || parts[2] !== '') return 'is not of the form id^^^&OID&ISO';
    const wrong = checkAuthority(parts[3]!);
    return wrong === undefined ? undefined : `has an assigning authority that ${wrong}`;
  },
};

/** The parts of a legal CX, escapes resolved; undefined for an illegal one. */
export function parseCx(value: string): Cx | undefined {
  if (cx.check(value) !== undefined) return undefined;
  const [id, , , authority] = value.split('^') as [string, string, string, string];
  return { id: unescapeHl7(id), authority: authority.split('&')[1]! };
}

/** The one written form of an identifier: `id^^^&OID&ISO`. */
export function formatCx({ id, authority }: Cx): string {
  return `${escapeHl7(id)}^^^&${authority}&ISO`;
}
