import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

const shape = /^[0-2](\.(0|[1-9][0-9]*))+$/;
const longest = 64;

/** OID: dotted decimal, first arc 0 to 2, no leading zeros, at most 64 characters — ITI TF-3 Table 4.2.3.1.7-2. */
export const oid: Datatype = {
  name: 'OID',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    if (value.startsWith('urn:oid:')) return 'must not have the prefix urn:oid:';
    if (!shape.test(value)) return 'is not dotted decimal with a first arc of 0 to 2 and no leading zeros';
    return value.length > longest ? `is longer than ${longest} characters` : undefined;
  },
};

/** `urn:oid:` and an OID, as homeCommunityId has it — ITI TF-3 4.2.3.2.12. */
export const oidUrn: Datatype = {
  name: 'OID URN',
  source: tf3('4.2.3.2.12'),
  check: (value) => {
    if (!value.startsWith('urn:oid:')) return 'does not start with urn:oid:';
    return oid.check(value.slice('urn:oid:'.length));
  },
};

/** True for a legal OID. */
export function isOid(value: string): boolean {
  return oid.check(value) === undefined;
}
