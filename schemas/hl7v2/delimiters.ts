import { Hl7ParseError } from './parse-error.ts';

/** The characters that structure one message, as its MSH-1 and MSH-2 declare them — HL7 v2 2.5.4. */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  /** Undefined when MSH-2 is too short to name it: the character then has no meaning in the message. */
  readonly repetition?: string;
  readonly escape?: string;
  readonly subcomponent?: string;
}

/** The delimiters every sender should use: `|^~\&`. */
export const recommendedDelimiters: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

/** MSH-2 of messages we write. */
export const recommendedEncodingCharacters = '^~\\&';

/**
 * Reads the delimiters from MSH-1 and MSH-2.
 *
 * MSH-2 holds component, repetition, escape and subcomponent separator; later ones may be missing, and a fifth (the
 * truncation character of HL7 2.7) has no effect on structure. Some senders write the escape character twice (`^~\\&`,
 * escaped once too often): read as `^~\&`. Throws Hl7ParseError when characters repeat or cannot separate anything.
 */
export function delimitersOf(separator: string, encodingCharacters: string): Delimiters {
  const characters = undoubled(encodingCharacters);
  const named = [separator, ...characters.slice(0, 4)];
  const usable = named.every((character) => /^[\x21-\x7e]$/.test(character) && !/[A-Za-z0-9]/.test(character));
  if (characters.length < 1 || characters.length > 5 || !usable || new Set(named).size !== named.length)
    throw new Hl7ParseError('bad-delimiters', 'MSH-1 and MSH-2 do not name different, printable separator characters');
  const [component = '', repetition, mark, subcomponent] = characters;
  return {
    field: separator,
    component,
    ...(repetition === undefined ? {} : { repetition }),
    ...(mark === undefined ? {} : { escape: mark }),
    ...(subcomponent === undefined ? {} : { subcomponent }),
  };
}

function undoubled(encodingCharacters: string): string[] {
  const characters = [...encodingCharacters];
  const doubled = characters.length === 5 && characters[2] === '\\' && characters[3] === '\\';
  return doubled ? [...characters.slice(0, 3), ...characters.slice(4)] : characters;
}
