import { IllFormed } from './ill-formed.ts';

/** The only named entities there are without a DTD — XML 1.0 4.6. */
const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The text between two positions with every entity and character reference replaced — XML 1.0 4.1.
 *
 * `offset` is where `text` itself begins in the document, for the index of an IllFormed.
 */
export function resolveReferences(text: string, from: number, to: number, offset = 0): string {
  let resolved = '';
  let at = from;
  for (;;) {
    const ampersand = text.indexOf('&', at);
    if (ampersand < 0 || ampersand >= to) return resolved + text.slice(at, to);
    const semicolon = text.indexOf(';', ampersand);
    if (semicolon < 0 || semicolon >= to) throw new IllFormed('"&" does not begin a reference', offset + ampersand);
    resolved += text.slice(at, ampersand) + replacement(text.slice(ampersand + 1, semicolon), offset + ampersand);
    at = semicolon + 1;
  }
}

function replacement(name: string, index: number): string {
  if (name.charCodeAt(0) === 35) return character(name, index);
  const value = Object.hasOwn(predefined, name) ? predefined[name] : undefined;
  if (value === undefined) throw new IllFormed('"&" begins none of the five predefined entities', index);
  return value;
}

function character(name: string, index: number): string {
  const digits = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
  if (digits === null) throw new IllFormed('a character reference is malformed', index);
  const code = digits[1] === undefined ? Number.parseInt(digits[2]!, 10) : Number.parseInt(digits[1], 16);
  if (!isCharacter(code)) throw new IllFormed('a character reference names no legal character', index);
  return String.fromCodePoint(code);
}

/** Char — XML 1.0 2.2 [2]. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
