import { other } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

/** Characters RFC 3986 allows in a URI reference, percent signs only before two hexadecimal digits. */
const reference = /^([A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;

/** URI or relative reference — RFC 3986 4.1. */
export const uri: Datatype = {
  name: 'URI',
  source: other('RFC 3986', '4.1'),
  check: (value) => (reference.test(value) ? undefined : 'has characters that a URI must percent-encode'),
};
