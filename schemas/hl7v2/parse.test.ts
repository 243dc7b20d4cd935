import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { field, fieldOf, isNull, segmentNamed, segmentOf, textOf } from './access.ts';
import { formatHl7Message, formatHl7Text, withFittingCharset } from './format.ts';
import type { Hl7Message } from './message.ts';
import { parseHl7Message } from './parse.ts';
import { Hl7FormatError, Hl7ParseError } from './parse-error.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const msh = 'MSH|^~\\&|A|B|C|D|20250102||ADT^A04|1|P|2.3.1';
const parsed = (text: string) => parseHl7Message(bytes(text));
const pid5 = (text: string) => field(parsed(`${msh}\rPID|||||${text}`), 'PID', 5);

describe('[HL7 v2 2.6] parseHl7Message', () => {
  it('numbers the fields of MSH from the separator on', () => {
    const header = segmentNamed(parsed(msh), 'MSH');
    expect([1, 2, 3, 9].map((n) => textOf(fieldOf(header, n)))).toEqual(['|', '^~\\&', 'A', 'ADT']);
  });

  it('reads repetitions, components and subcomponents, and keeps what is empty', () => {
    expect(pid5('A&B^C~~D^^')).toEqual([[['A', 'B'], ['C']], [], [['D'], [], []]]);
    expect(pid5('')).toEqual([]);
    expect(fieldOf(parsed(`${msh}\rPV1|`).segments[1], 1)).toEqual([]);
  });

  it.each(['\r', '\n', '\r\n'])('reads segments that end with %j, with or without the last one', (end) => {
    const text = [msh, 'PID|1', 'PV1||O'].join(end);
    expect(parsed(text)).toEqual(parsed(`${text}${end}`));
    expect(parsed(text).segments.map((segment) => segment.name)).toEqual(['MSH', 'PID', 'PV1']);
  });

  it('passes over a byte order mark and blank lines', () => {
    expect(parsed(`\ufeff\r\n${msh}\r\r \rPID|1\r`)).toEqual(parsed(`${msh}\rPID|1`));
  });

  it('takes the delimiters from MSH-1 and MSH-2', () => {
    const message = parsed('MSH^~|\\&^A^B~1.2~ISO\rPID^^^1~~~X&1|2');
    expect(field(message, 'MSH', 4)).toEqual([[['B'], ['1.2'], ['ISO']]]);
    expect(field(message, 'PID', 3)).toEqual([[['1'], [], [], ['X', '1']], [['2']]]);
  });

  it.each(['MSH|^~}|A', 'MSH|^|A', 'MSH|^~\\&#|A', 'MSH|^~\\\\&|A'])(
    'accepts the encoding characters of %s',
    (text) => {
      expect(formatHl7Text(parsed(text))).toBe(`${text}\r`);
    },
  );

  it('knows HL7 null', () => {
    expect(['""', '', '"" ', '""^x'].map((text) => isNull(pid5(text)))).toEqual([true, false, false, false]);
  });
});

describe('[HL7 v2 2.7] escapes', () => {
  it.each([
    ['\\F\\\\S\\\\T\\\\R\\\\E\\', '|^&~\\'],
    ['a\\X41\\b', 'aAb'],
    ['\\X0D0A\\', '\r\n'],
    ['\\XC3A9\\', 'é'],
    ['\\XFF\\', '\\XFF\\'],
    ['\\X00\\', '\\X00\\'],
    ['one\\.br\\two', 'one\\.br\\two'],
    ['\\H\\bold\\N\\', '\\H\\bold\\N\\'],
    ['C:\\dir', 'C:\\dir'],
    ['C:\\dir\\file', 'C:\\dir\\file'],
  ])('reads %j as %j and writes it so that it reads the same', (wire, text) => {
    expect(pid5(wire)).toEqual([[[text]]]);
    const again = parseHl7Message(formatHl7Message(parsed(`${msh}\rPID|||||${wire}`)));
    expect(field(again, 'PID', 5)).toEqual([[[text]]]);
  });

  it('lets formatting sequences through unchanged and protects everything else', () => {
    const message = (text: string): Hl7Message => ({
      segments: [...parsed(msh).segments, segmentOf('NTE', { 3: text })],
    });
    expect(formatHl7Text(message('a\\.br\\b|c\r\u000b\\'))).toBe(`${msh}\rNTE|||a\\.br\\b\\F\\c\\X0D\\\\X0B\\\\E\\\r`);
  });

  it('refuses to write a separator when the message has no escape character', () => {
    const message = { segments: [...parsed('MSH|^|A').segments, segmentOf('NTE', { 3: 'a^b' })] };
    expect(() => formatHl7Message(message)).toThrow(Hl7FormatError);
  });
});

describe('[HL7 v2 table 0211] character sets', () => {
  const withCharset = (name: string) => `${msh}||||||${name}\rPID|||||`;

  it.each([
    ['', 'utf8', 'Müller'],
    ['UNICODE UTF-8', 'utf8', 'Żółw'],
    ['8859/1', 'latin1', 'Müller'],
    ['8859/1', 'latin1', '\x85x'],
    ['ISO IR 100', 'latin1', 'Müller'],
    ['ISO_IR 192', 'utf8', '山田'],
    ['ISO-8859-1', 'latin1', 'Müller'],
    ['8859/1~UNICODE UTF-8', 'latin1', 'Müller'],
  ] as const)('%j carries its text both ways', (name, encoding, text) => {
    const wire = bytes(`${withCharset(name)}${text}\r`, encoding);
    expect(field(parseHl7Message(wire), 'PID', 5)).toEqual([[[text]]]);
    expect(Buffer.from(formatHl7Message(parseHl7Message(wire)))).toEqual(wire);
  });

  it.each([
    ['8859/2', [0xa3], 'Ł'],
    ['8859/5', [0xb4], 'Д'],
    ['8859/7', [0xe1], 'α'],
    ['8859/9', [0xf0], 'ğ'],
    ['8859/15', [0xa4], '€'],
  ])('%s reads and writes its upper half', (name, code, text) => {
    const wire = Buffer.concat([bytes(withCharset(name)), Buffer.from(code), bytes('\r')]);
    expect(field(parseHl7Message(wire), 'PID', 5)).toEqual([[[text]]]);
    expect(Buffer.from(formatHl7Message(parseHl7Message(wire)))).toEqual(wire);
  });

  it.each([
    ['bytes over 0x7F that are no UTF-8, without MSH-18', '', 'Müller'],
    ['bytes over 0x7F in ASCII', 'ASCII', 'Müller'],
    ['Latin 1 declared as UTF-8', 'UNICODE UTF-8', 'Müller'],
    ['a set nobody knows', 'KLINGON', 'x'],
  ])('refuses %s, with the header to answer to', (_, name, text) => {
    const read = () => parseHl7Message(bytes(`${withCharset(name)}${text}`, 'latin1'));
    expect(read).toThrow(
      expect.objectContaining({ problem: 'charset', header: expect.objectContaining({ name: 'MSH' }) }),
    );
  });

  it('declares UTF-8 when the text needs more than the declared set', () => {
    const message = parsed(`${msh}\rPID|||||Żółw`);
    const fitting = withFittingCharset(message);
    expect(field(fitting, 'MSH', 18)).toEqual([[['UNICODE UTF-8']]]);
    expect(parseHl7Message(formatHl7Message(fitting))).toEqual(fitting);
    const plain = parsed(`${msh}\rPID|||||Turtle`);
    expect(withFittingCharset(plain)).toBe(plain);
  });
});

describe('parseHl7Message refuses', () => {
  it.each([
    ['nothing', '', 'no-header'],
    ['text', 'hello', 'no-header'],
    ['a batch', 'FHS|^~\\&|A', 'no-header'],
    ['a header without delimiters', 'MSH|', 'no-header'],
    ['equal delimiters', 'MSH|^^\\&|A', 'bad-delimiters'],
    ['letters as delimiters', 'MSHABCDEA', 'bad-delimiters'],
    ['six encoding characters', 'MSH|^~\\&#!|A', 'bad-delimiters'],
    ['NUL', `${msh}\rPID|\0`, 'control-character'],
    ['a line that is no segment', `${msh}\rthis is not a segment`, 'bad-segment'],
    ['a segment name without separator', `${msh}\rPIDX|1`, 'bad-segment'],
  ])('%s', (_, text, problem) => {
    expect(() => parsed(text)).toThrow(expect.objectContaining({ name: 'Hl7ParseError', problem }));
  });

  it('more bytes or segments than allowed', () => {
    const limits = { bytes: 200, segments: 3 };
    expect(() => parseHl7Message(Buffer.alloc(201, 0x41), limits)).toThrow(Hl7ParseError);
    expect(() => parseHl7Message(bytes(`${msh}\r${'NTE\r'.repeat(4)}`), limits)).toThrow(/at most 3 segments/);
    expect(parseHl7Message(bytes(`${msh}\rNTE\rNTE\r`), limits).segments).toHaveLength(3);
  });
});

describe('random bytes', () => {
  // A linear congruential generator: the same bytes in every run.
  function* random(seed: number): Generator<number> {
    for (let state = seed; ; ) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      yield state >>> 16;
    }
  }

  it('are read to a tree that is written back to the same tree, or refused with an Hl7ParseError', () => {
    const numbers = random(7);
    const alphabet = '|^~\\&\r\nABFSTREXHN.0129"\t\u000b\x00é+';
    const next = () => numbers.next().value as number;
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const body = Array.from({ length: next() % 40 }, () => alphabet[next() % alphabet.length]).join('');
      try {
        const message = parsed(`MSH|^~\\&|A\rNTE|${body}`);
        expect(parseHl7Message(formatHl7Message(message))).toEqual(message);
        read++;
      } catch (error) {
        if (!(error instanceof Hl7ParseError)) throw error;
      }
    }
    expect(read).toBeGreaterThan(1000);
  });
});

const samples = new URL('../../../shared/data/messages/hl7v2/', import.meta.url);

describe.skipIf(!existsSync(samples))('shared samples', () => {
  const files = existsSync(samples) ? readdirSync(samples, { recursive: true, encoding: 'utf8' }) : [];

  // Latin-1 octets without MSH-18: which set they are in is not said, and a guess could change a patient's name.
  const undeclared = 'ipf/iti8-a40-iso-8859-1.hl7';

  it('a message that does not declare the set of its octets is refused, and read once it does', () => {
    const bytes = readFileSync(new URL(undeclared, samples));
    expect(() => parseHl7Message(bytes)).toThrow('MSH-18');
    const declared = bytes.toString('latin1').replace('|P^T|2.3.1', '|P^T|2.3.1||||||8859/1');
    const message = parseHl7Message(Buffer.from(declared, 'latin1'));
    expect(parseHl7Message(formatHl7Message(message))).toEqual(message);
  });

  it.each(files.filter((name) => name.endsWith('.hl7') && name !== undeclared))(
    '%s reads the same after writing',
    (name) => {
      const message = parseHl7Message(readFileSync(new URL(name, samples)));
      expect(parseHl7Message(formatHl7Message(message))).toEqual(message);
    },
  );

  it('every message in the collection of examples reads the same after writing', () => {
    const collection = readFileSync(new URL('hapi/messages.txt', samples), 'latin1');
    const messages = collection
      .split(/^(?=MSH)/m)
      .slice(1)
      .map((text) => text.split(/\r?\n\r?\n|\n\/[/*]/)[0] ?? '');
    expect(messages.length).toBeGreaterThan(10);
    for (const text of messages) {
      const message = parsed(text);
      expect(parseHl7Message(formatHl7Message(message))).toEqual(message);
    }
  });

  it('what is no message is refused', () => {
    const read = () => parseHl7Message(readFileSync(new URL('hapi/uuencoded.txt', samples)));
    expect(read).toThrow(Hl7ParseError);
  });
});
