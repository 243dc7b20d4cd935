import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';
import { checkAuthority } from './hd.ts';
import { escapeHl7, unescapeHl7 } from './hl7-escape.ts';

/** A person as XDS metadata names one. */
export interface Xcn {
  readonly id?: string;
  readonly familyName?: string;
  readonly givenName?: string;
  readonly secondNames?: string;
  readonly suffix?: string;
  readonly prefix?: string;
  readonly degree?: string;
  /** The assigning authority as written, `&OID&ISO`. */
  readonly authority?: string;
}

/** XCN: `id^family^given^second^suffix^prefix^^^authority` — ITI TF-3 Table 4.2.3.1.7-2. */
export const xcn: Datatype = {
  name: 'XCN',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    const parts = value.split('^');
    const [id, family] = parts;
    const authority = parts[8] ?? '';
    if ((id ?? '') === '' && (family ?? '') === '') return 'has neither an id nor a family name';
    if (authority === '') return undefined;
    if ((id ?? '') === '') return 'has an assigning authority without an id';
    const wrong = checkAuthority(authority);
    return wrong === undefined ? undefined : `has an assigning authority that ${wrong}`;
  },
};

/** The parts of a legal XCN, escapes resolved; undefined for an illegal one. */
export function parseXcn(value: string): Xcn | undefined {
  if (xcn.check(value) !== undefined) return undefined;
  const parts = value.split('^');
  const part = (index: number) => {
    const text = parts[index];
    return text === undefined || text === '' ? undefined : unescapeHl7(text);
  };
  const authority = parts[8];
  return {
    ...named('id', part(0)),
    ...named('familyName', part(1)),
    ...named('givenName', part(2)),
    ...named('secondNames', part(3)),
    ...named('suffix', part(4)),
    ...named('prefix', part(5)),
    ...named('degree', part(6)),
    ...named('authority', authority === '' ? undefined : authority),
  };
}

function named<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}

/** The written form of a person, without trailing empty components. */
export function formatXcn(person: Xcn): string {
  const names = [
    person.id,
    person.familyName,
    person.givenName,
    person.secondNames,
    person.suffix,
    person.prefix,
    person.degree,
  ].map((part) => escapeHl7(part ?? ''));
  return [...names, '', person.authority ?? ''].join('^').replace(/\^+$/, '');
}
