import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

const prefix = 'urn:uuid:';
const bare = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** UUID: `urn:uuid:` and RFC 4122 digits in lower case — ITI TF-3 Table 4.2.3.1.7-2. */
export const uuid: Datatype = {
  name: 'UUID',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    if (!value.startsWith(prefix)) return `does not start with ${prefix}`;
    const digits = value.slice(prefix.length);
    if (bare.test(digits)) return undefined;
    return bare.test(digits.toLowerCase()) ? 'has upper-case hexadecimal digits' : 'is not a UUID of RFC 4122';
  },
};

/** True for a value that names an object of the registry rather than one of the message (a symbolic id). */
export function isUuidUrn(value: string): boolean {
  return value.startsWith(prefix);
}

/** The 36 characters behind `urn:uuid:`, or undefined when the value is not a legal UUID URN. */
export function parseUuid(value: string): string | undefined {
  return uuid.check(value) === undefined ? value.slice(prefix.length) : undefined;
}

/** `urn:uuid:` before the 36 characters of a UUID. */
export function formatUuid(digits: string): `urn:uuid:${string}` {
  return `${prefix}${digits}`;
}

/** The OID (and DICOM UID) `2.25.…` that names the same UUID, given with or without `urn:uuid:` — ITU-T X.667 7. */
export function oidFromUuid(value: string): string {
  return `2.25.${BigInt(`0x${value.replace(prefix, '').replaceAll('-', '')}`)}`;
}
