import { type Charset, charsetNamed } from './charset.ts';
import { type Delimiters, delimitersOf } from './delimiters.ts';
import { unescaping } from './escapes.ts';
import type { Hl7Component, Hl7Field, Hl7Message, Hl7Repetition, Hl7Segment } from './message.ts';
import { Hl7ParseError } from './parse-error.ts';

/** How large a message may be before it is refused. */
export interface Hl7Limits {
  readonly bytes: number;
  readonly segments: number;
}

/** 1 MiB and 10 000 segments: far above any ADT or query message. */
export const defaultHl7Limits: Hl7Limits = { bytes: 1 << 20, segments: 10_000 };

/**
 * Reads one message — HL7 v2 2.6.
 *
 * Delimiters come from MSH-1 and MSH-2, the character set from the first repetition of MSH-18 (absent: ASCII, with UTF-8
 * understood). Segments end with CR; LF, CRLF, a missing last terminator, blank lines and a byte order mark are read as
 * well. An empty field has no repetitions, an empty component no subcomponents; trailing separators are kept.
 * Throws Hl7ParseError.
 */
export function parseHl7Message(bytes: Uint8Array, limits: Hl7Limits = defaultHl7Limits): Hl7Message {
  if (bytes.length > limits.bytes) throw new Hl7ParseError('too-large', `A message has at most ${limits.bytes} bytes`);
  const start = contentStart(bytes);
  const content = start === 0 ? bytes : bytes.subarray(start);
  const reader = readerFor(content);
  const text = reader.charset.decode(content);
  if (text === undefined)
    throw new Hl7ParseError('charset', 'The bytes do not fit the character set MSH-18 declares', reader.header());
  if (text.includes('\0'))
    throw new Hl7ParseError('control-character', 'A message does not contain NUL characters', reader.header());
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > limits.segments + 1)
    throw new Hl7ParseError('too-large', `A message has at most ${limits.segments} segments`, reader.header());
  const segments: Hl7Segment[] = [];
  for (const line of lines) if (line.trim() !== '') segments.push(reader.segment(line));
  return { segments };
}

function contentStart(bytes: Uint8Array): number {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (start < bytes.length && [0x0a, 0x0d, 0x20].includes(bytes[start] ?? 0)) start++;
  return start;
}

interface SegmentReader {
  readonly charset: Charset;
  header(): Hl7Segment;
  segment(line: string): Hl7Segment;
}

function readerFor(content: Uint8Array): SegmentReader {
  const headerLine = firstLine(content);
  if (!headerLine.startsWith('MSH') || headerLine.length < 5)
    throw new Hl7ParseError('no-header', 'A message starts with an MSH segment');
  const separator = headerLine.charAt(3);
  const [, encodingCharacters = ''] = headerLine.split(separator);
  const delimiters = delimitersOf(separator, encodingCharacters);
  const declared = headerLine.split(separator)[17]?.split(delimiters.repetition ?? '\r')[0] ?? '';
  const charset = charsetNamed(declared);
  const read = segmentReader(delimiters, charset ?? latin1Reading);
  const header = () => read(headerLine);
  if (charset === undefined)
    throw new Hl7ParseError('charset', 'The character set of MSH-18 is not supported', header());
  return {
    charset,
    header,
    segment(line) {
      if (!/^[A-Z][A-Z0-9]{2}$/.test(line.slice(0, 3)) || (line.length > 3 && line.charAt(3) !== separator))
        throw new Hl7ParseError('bad-segment', 'A segment starts with its three-character name', header());
      return read(line);
    },
  };
}

/** Enough to read a header whose character set is unknown. */
const latin1Reading: Charset = {
  decode: (bytes) => Buffer.from(bytes).toString('latin1'),
  encode: (text) => Buffer.from(text, 'latin1'),
};

/** The first segment byte by byte: separators and the name of the character set are ASCII in every supported set. */
function firstLine(content: Uint8Array): string {
  const end = content.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  return latin1Reading.decode(end < 0 ? content : content.subarray(0, end)) ?? '';
}

const emptyField: Hl7Field = [];
const emptyRepetition: Hl7Repetition = [];
const emptyComponent: Hl7Component = [];

function segmentReader(delimiters: Delimiters, charset: Charset): (line: string) => Hl7Segment {
  const { field: separator, component, repetition, subcomponent } = delimiters;
  const literal = (text: string): Hl7Field => [[[text]]];
  const structured = [component, repetition, subcomponent, delimiters.escape].filter(
    (character) => character !== undefined,
  );
  const resolved = unescaping(delimiters, charset);
  const readComponent = (text: string): Hl7Component =>
    text === '' ? emptyComponent : split(text, subcomponent).map(resolved);
  const readRepetition = (text: string): Hl7Repetition =>
    text === '' ? emptyRepetition : split(text, component).map(readComponent);
  const readField = (text: string): Hl7Field => {
    if (text === '') return emptyField;
    if (!structured.some((character) => text.includes(character))) return literal(text);
    return split(text, repetition).map(readRepetition);
  };
  return (line) => {
    const [name = '', ...values] = line.split(separator);
    if (name !== 'MSH') return { name, fields: values.map(readField) };
    const [encodingCharacters = '', ...rest] = values;
    return { name, fields: [literal(separator), literal(encodingCharacters), ...rest.map(readField)] };
  };
}

function split(text: string, separator: string | undefined): string[] {
  return separator === undefined ? [text] : text.split(separator);
}
