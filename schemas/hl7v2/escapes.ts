import type { Charset } from './charset.ts';
import type { Delimiters } from './delimiters.ts';
import { Hl7FormatError } from './parse-error.ts';

/** Turns text between separators into what it means, or back. */
export type TextConversion = (text: string) => string;

/**
 * Resolves the escape sequences of one message — HL7 v2 2.7.
 *
 * Separators and hexadecimal data become characters. What is not a character (`\.br\`, `\H\`, `\C…\`, `\M…\`, `\Z…\`),
 * hexadecimal data that is not text in the message's set, and a lone escape character stay as they are written.
 */
export function unescaping(delimiters: Delimiters, charset: Charset): TextConversion {
  const { escape: mark } = delimiters;
  if (mark === undefined) return (text) => text;
  return (text) => {
    let result = '';
    let from = 0;
    for (let start = text.indexOf(mark); start >= 0; start = text.indexOf(mark, from)) {
      const end = text.indexOf(mark, start + 1);
      if (end < 0) break;
      const resolved = resolveEscape(text.slice(start + 1, end), delimiters, charset);
      result += text.slice(from, start) + (resolved ?? text.slice(start, end + 1));
      from = end + 1;
    }
    return result + text.slice(from);
  };
}

/**
 * Writes text so that it fits between separators; unescaping gives the same text back.
 *
 * Sequences that `unescaping` leaves alone pass through unchanged, so formatting survives a relay. Control characters
 * other than TAB become hexadecimal data. The conversion throws Hl7FormatError when the message has no escape character
 * to protect a separator with.
 */
export function escaping(delimiters: Delimiters, charset: Charset): TextConversion {
  const separators = Object.values(delimiters).map((character) => `\\u${hex(character, 4)}`);
  const special = new RegExp(`[${separators.join('')}\\x00-\\x08\\x0a-\\x1f]`);
  return (text) => {
    if (!special.test(text)) return text;
    let result = '';
    let at = 0;
    while (at < text.length) {
      const kept = keptSequence(text, at, delimiters, charset);
      const character = text[at] ?? '';
      result += kept ?? (special.test(character) ? escapeCharacter(character, delimiters) : character);
      at += kept?.length ?? 1;
    }
    return result;
  };
}

function resolveEscape(body: string, delimiters: Delimiters, charset: Charset): string | undefined {
  switch (body) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'T':
      return delimiters.subcomponent;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escape;
    default:
      return resolveHexadecimal(body, charset);
  }
}

function resolveHexadecimal(body: string, charset: Charset): string | undefined {
  if (!/^X(?:[0-9A-Fa-f]{2})+$/.test(body)) return undefined;
  const text = charset.decode(Buffer.from(body.slice(1), 'hex'));
  return text?.includes('\0') ? undefined : text;
}

const formatting = /^(?:H|N|\.[a-z]{2}[+-]?\d*|[CMX](?:[0-9A-Fa-f]{2})+|Z[0-9A-Za-z]*)$/;
const longestKeptBody = 128;

/** A whole sequence at this place that is not a character and is written back as it stands. */
function keptSequence(text: string, at: number, delimiters: Delimiters, charset: Charset): string | undefined {
  const { escape: mark } = delimiters;
  if (mark === undefined || text[at] !== mark) return undefined;
  const body = text.slice(at + 1, at + 2 + longestKeptBody).split(mark, 1)[0] ?? '';
  if (text[at + 1 + body.length] !== mark || !formatting.test(body)) return undefined;
  if (Object.values(delimiters).some((separator) => body.includes(separator))) return undefined;
  return resolveEscape(body, delimiters, charset) === undefined ? mark + body + mark : undefined;
}

function escapeCharacter(character: string, delimiters: Delimiters): string {
  const { escape: mark } = delimiters;
  if (mark === undefined) throw new Hl7FormatError('MSH-2 names no escape character, but a value needs one');
  const letters = [
    [delimiters.field, 'F'],
    [delimiters.component, 'S'],
    [delimiters.subcomponent, 'T'],
    [delimiters.repetition, 'R'],
    [mark, 'E'],
  ] as const;
  const letter = letters.find(([separator]) => separator === character)?.[1];
  return `${mark}${letter ?? `X${hex(character, 2)}`}${mark}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(digits, '0');
}
