import { DocumentContentError } from '../errors/document-content-error.ts';

const sliceLength = 64 * 1024;
const layout = /[ \t\r\n]+/g;
/** Whole groups of four; padding only at the very end, and the bits it leaves unused are zero — XML Schema 3.2.16. */
const groups = /^(?:[A-Za-z0-9+/]{4})*$/;
const lastGroup = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?$/;

/**
 * The octets of base64 text, in pieces of 48 KB. White space may stand anywhere.
 *
 * Throws DocumentContentError for anything that is not base64, when it is met.
 */
export function* decodeBase64(text: string): Generator<Uint8Array> {
  let rest = '';
  for (let start = 0; start < text.length; start += sliceLength) {
    const slice = rest + text.slice(start, start + sliceLength).replace(layout, '');
    // The last group waits: only the end of the text shows whether padding is at its place.
    const whole = Math.max(0, Math.ceil(slice.length / 4) - 1) * 4;
    rest = slice.slice(whole);
    const now = slice.slice(0, whole);
    if (!groups.test(now)) throw illFormed();
    if (whole > 0) yield Buffer.from(now, 'base64');
  }
  if (!lastGroup.test(rest)) throw illFormed();
  if (rest !== '') yield Buffer.from(rest, 'base64');
}

function illFormed(): DocumentContentError {
  return new DocumentContentError('a Document holds text that is not base64');
}
