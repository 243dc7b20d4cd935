import { oid } from './oid.ts';

/** What is wrong with an assigning authority `&OID&ISO` of XDS metadata, or undefined — ITI TF-3 Table 4.2.3.1.7-2. */
export function checkAuthority(value: string): string | undefined {
  const parts = value.split('&');
  if (parts.length !== 3) return 'must be &OID&ISO';
  const [namespace, universalId, type] = parts as [string, string, string];
  if (namespace !== '') return 'must have an empty namespace before the first &';
  if (type !== 'ISO') return `must end in &ISO`;
  const wrong = oid.check(universalId);
  return wrong === undefined ? undefined : `has the universal id ${universalId}, which ${wrong}`;
}
