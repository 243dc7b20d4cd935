import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

/** SHA-1 as 40 hexadecimal digits of either case — ITI TF-3 4.2.3.2.10. */
export const sha1Hex: Datatype = {
  name: 'SHA-1',
  source: tf3('4.2.3.2.10'),
  check: (value) => (/^[0-9a-fA-F]{40}$/.test(value) ? undefined : 'is not 40 hexadecimal digits'),
};

/** True when two hashes name the same octets: case does not matter. */
export function sameHash(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
