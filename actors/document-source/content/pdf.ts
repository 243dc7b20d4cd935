import type { ContentFacts } from './facts.ts';
import { dtmFromLocal } from './moment.ts';

/**
 * Title and creation date of a PDF from its Info dictionary — ISO 32000-1 14.3.3. Nothing when the dictionary is in an
 * object stream or encrypted: a title is worth a look, not a PDF library.
 */
export function factsFromPdf(bytes: Uint8Array): ContentFacts {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(file)) return {};
  // The last trailer counts: an updated PDF has several.
  const reference = [...file.matchAll(/\/Info\s+(\d+)\s+(\d+)\s+R/g)].at(-1);
  if (reference === undefined) return {};
  const object = [...file.matchAll(new RegExp(`(?:^|[^0-9])${reference[1]}\\s+${reference[2]}\\s+obj`, 'g'))].at(-1);
  if (object === undefined) return {};
  const from = object.index + object[0].length;
  const end = file.indexOf('endobj', from);
  const dictionary = file.slice(from, end === -1 ? from + 8192 : end);
  const title = stringAt(dictionary, 'Title')?.replace(/\s+/g, ' ').trim();
  const creationTime = dtmFromPdfDate(stringAt(dictionary, 'CreationDate') ?? '');
  return { ...(title && { title }), ...(creationTime && { creationTime }) };
}

/** `D:YYYYMMDDHHmmSSOHH'mm'` — ISO 32000-1 7.9.4. */
function dtmFromPdfDate(date: string): string | undefined {
  const parts = /^(?:D:)?(\d{4,14})(Z|[+-]\d\d)?'?(\d\d)?/.exec(date.trim());
  if (parts === null) return undefined;
  const [, digits, zone, minutes = '00'] = parts;
  if (zone === undefined) return dtmFromLocal(digits!);
  return dtmFromLocal(digits!, zone === 'Z' ? '+0000' : `${zone}${minutes}`);
}

/** The string of a dictionary entry as text, or undefined. */
function stringAt(dictionary: string, key: string): string | undefined {
  const match = new RegExp(`/${key}\\s*([(<])`).exec(dictionary);
  if (match === null) return undefined;
  const rest = dictionary.slice(match.index + match[0].length);
  return textFrom(match[1] === '(' ? literal(rest) : hexadecimal(rest));
}

function hexadecimal(rest: string): string {
  const digits = (/^[0-9A-Fa-f\s]*/.exec(rest)?.[0] ?? '').replace(/\s/g, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex').toString('latin1');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A literal string up to its closing parenthesis — ISO 32000-1 7.3.4.2. */
function literal(rest: string): string {
  let text = '';
  let depth = 0;
  for (let i = 0; i < rest.length; i++) {
    const character = rest[i]!;
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(rest.slice(i + 1, i + 4))?.[0];
      const next = rest[i + 1] ?? '';
      if (octal !== undefined) text += String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      else if (next !== '\n' && next !== '\r') text += escapes[next] ?? next;
      i += octal?.length ?? 1;
      continue;
    }
    if (character === ')' && depth-- === 0) break;
    if (character === '(') depth++;
    text += character;
  }
  return text;
}

/** A text string: UTF-16 or UTF-8 with a byte order mark, else nearly Latin-1 — ISO 32000-1 7.9.2.2. */
function textFrom(octets: string): string {
  const bytes = Buffer.from(octets, 'latin1');
  if (octets.startsWith('\xfe\xff')) return new TextDecoder('utf-16be').decode(bytes);
  if (octets.startsWith('\xff\xfe')) return new TextDecoder('utf-16le').decode(bytes);
  return octets.startsWith('\xef\xbb\xbf') ? bytes.toString('utf8').slice(1) : octets;
}
