import { other } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

const token = "[A-Za-z0-9!#$&^_.+'*`|~%-]+";
const mediaType = new RegExp(`^${token}/${token}(\\s*;\\s*${token}=(${token}|"[^"]*"))*$`);

/** Media type such as `application/pdf`, with or without parameters — RFC 2045 5.1. */
export const mimeType: Datatype = {
  name: 'MIME type',
  source: other('RFC 2045', '5.1'),
  check: (value) => (mediaType.test(value) ? undefined : 'is not a media type such as application/pdf'),
};
