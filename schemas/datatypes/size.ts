import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

/** Number of octets in decimal digits — ITI TF-3 4.2.3.2.21. */
export const size: Datatype = {
  name: 'Integer',
  source: tf3('4.2.3.2.21'),
  check: (value) => {
    if (!/^\d+$/.test(value)) return 'is not a decimal number of octets';
    return Number.isSafeInteger(Number(value)) ? undefined : 'is larger than any document can be';
  },
};
