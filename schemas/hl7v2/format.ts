import { fieldOf, textOf } from './access.ts';
import { type Charset, charsetNamed, utf8Name } from './charset.ts';
import { type Delimiters, delimitersOf } from './delimiters.ts';
import { escaping, type TextConversion } from './escapes.ts';
import type { Hl7Field, Hl7Message, Hl7Repetition, Hl7Segment } from './message.ts';
import { Hl7FormatError } from './parse-error.ts';

/**
 * The bytes of a message: its own delimiters, the character set its MSH-18 declares, every segment ended by CR.
 *
 * Parsing them gives an equal tree. Throws Hl7FormatError when the message does not start with MSH or a character does
 * not exist in the declared set (see `withFittingCharset`).
 */
export function formatHl7Message(message: Hl7Message): Uint8Array {
  const { text, charset } = formatted(message);
  const bytes = charset.encode(text);
  if (bytes === undefined) throw new Hl7FormatError('A character does not exist in the character set of MSH-18');
  return bytes;
}

/** The message as text, for an audit record or a table; segments end with CR. */
export function formatHl7Text(message: Hl7Message): string {
  return formatted(message).text;
}

/** The same message, its MSH-18 changed to UNICODE UTF-8 when its text needs more than the declared set offers. */
export function withFittingCharset(message: Hl7Message): Hl7Message {
  const declared = declaredCharset(message);
  const enough = charsetNamed(declared === '' ? 'ASCII' : declared);
  if (enough?.encode(formatted(message, enough).text) !== undefined) return message;
  const [header, ...rest] = message.segments;
  const fields = Array.from({ length: Math.max(18, header?.fields.length ?? 0) }, (_, i) => header?.fields[i] ?? []);
  fields[17] = [[[utf8Name]]];
  return { segments: [{ name: 'MSH', fields }, ...rest] };
}

function declaredCharset(message: Hl7Message): string {
  return textOf(fieldOf(message.segments[0], 18));
}

function formatted(message: Hl7Message, using?: Charset): { text: string; charset: Charset } {
  const header = message.segments[0];
  if (header?.name !== 'MSH') throw new Hl7FormatError('A message starts with an MSH segment');
  const delimiters = delimitersOf(textOf(fieldOf(header, 1)), textOf(fieldOf(header, 2)));
  const charset = using ?? charsetNamed(declaredCharset(message));
  if (charset === undefined) throw new Hl7FormatError('The character set of MSH-18 is not supported');
  const protect = escaping(delimiters, charset);
  const text = message.segments.map((segment) => `${formatSegment(segment, delimiters, protect)}\r`).join('');
  return { text, charset };
}

function formatSegment(segment: Hl7Segment, delimiters: Delimiters, protect: TextConversion): string {
  const own = segment.name === 'MSH' ? [textOf(fieldOf(segment, 2))] : [];
  const values = own.length === 0 ? segment.fields : segment.fields.slice(2);
  return [segment.name, ...own, ...values.map((value) => formatField(value, delimiters, protect))].join(
    delimiters.field,
  );
}

function formatField(field: Hl7Field, delimiters: Delimiters, protect: TextConversion): string {
  const components = (repetition: Hl7Repetition) =>
    repetition.map((component) => join(component.map(protect), delimiters.subcomponent));
  const repetitions = field.map((repetition) => join(components(repetition), delimiters.component));
  return join(repetitions, delimiters.repetition);
}

function join(parts: readonly string[], separator: string | undefined): string {
  if (separator === undefined && parts.length > 1)
    throw new Hl7FormatError('MSH-2 names no separator for a value that has several parts');
  return parts.join(separator ?? '');
}
