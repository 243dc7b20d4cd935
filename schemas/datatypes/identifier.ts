import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

const longest = 256;

/**
 * Identifier of an object: an OID, OID^extension, `urn:uuid:…` or another URI, compared as an opaque string —
 * ITI TF-3 Table 4.2.3.1.7-2 and 4.2.3.2.26.
 */
export const identifier: Datatype = {
  name: 'Identifier',
  source: tf3('4.2.3.2.26'),
  check: (value) => {
    if (value.length > longest) return `is longer than ${longest} characters`;
    if (/[\s\u0000-\u001f]/.test(value)) return 'contains white space or control characters';
    return value === '' ? 'is empty' : undefined;
  },
};
