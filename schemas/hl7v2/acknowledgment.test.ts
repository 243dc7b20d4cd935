import { describe, expect, it } from 'vitest';
import { other } from '../spec-ref.ts';
import { acknowledgmentFrom, acknowledgmentSegments } from './acknowledgment.ts';
import { acknowledgmentCodeFor } from './conditions.ts';
import { formatHl7Text } from './format.ts';
import {
  answerHeader,
  answerKind,
  controlIdFrom,
  formatHl7DateTime,
  messageHeaderFrom,
  messageTypeFrom,
  mshSegment,
} from './header.ts';
import { type Hl7Error, hl7Error, hl7ErrorsFrom } from './hl7-error.ts';
import { formatPatientId, identifierFrom, repetitionFromIdentifier } from './identifier.ts';
import { hl7Location, parseHl7Location } from './location.ts';
import { parseHl7Message } from './parse.ts';

const header = {
  sendingApplication: 'EHR',
  sendingFacility: 'CLINIC',
  receivingApplication: 'PIXM',
  receivingFacility: 'XREF',
  dateTime: '20250102040000',
  controlId: 'Q1',
  processingId: 'P',
  version: '2.5',
};
const kind = { type: 'ACK', trigger: 'A04', structure: 'ACK' };
const lines = (errors: readonly Hl7Error[], form: '2.5' | 'both') => {
  const segments = acknowledgmentSegments({ code: 'AE', acknowledges: 'Q1', errors }, form);
  return formatHl7Text({ segments: [answerKind(kind), ...segments] })
    .split('\r')
    .slice(1, -1);
};

describe('[ITI TF-2 C.2.3] acknowledgment', () => {
  const unknownId = hl7Error('204', { location: 'QPD^1^3^1^1' });

  it('writes ERR-2 to ERR-4 of HL7 2.5', () => {
    expect(lines([unknownId], '2.5')).toEqual(['MSA|AE|Q1', 'ERR||QPD^1^3^1^1|204^Unknown Key Identifier^HL70357|E']);
  });

  it('writes ERR-1 as well for receivers before 2.5', () => {
    expect(lines([unknownId], 'both')[1]).toBe(
      'ERR|QPD^1^3^204&Unknown Key Identifier&HL70357|QPD^1^3^1^1|204^Unknown Key Identifier^HL70357|E',
    );
  });

  it.each(['2.5', 'both'] as const)('reads what it writes (%s)', (form) => {
    const errors = [unknownId, hl7Error('100', { userMessage: 'a|b^c' })];
    const acknowledgment = { code: 'AE', acknowledges: 'Q1', errors } as const;
    const message = { segments: [answerKind(kind), ...acknowledgmentSegments(acknowledgment, form)] };
    expect(acknowledgmentFrom(parseHl7Message(Buffer.from(formatHl7Text(message))))).toEqual(acknowledgment);
  });

  it('reads ERR-1 alone, and each of its repetitions', () => {
    const message = 'MSH|^~\\&\rMSA|AE|1\rERR|PID^1^3^204&Unknown Key Identifier&HL70357~^^^207&Oops';
    expect(acknowledgmentFrom(parseHl7Message(Buffer.from(message))).errors).toEqual([
      { code: '204', text: 'Unknown Key Identifier', severity: 'E', location: 'PID^1^3' },
      { code: '207', text: 'Oops', severity: 'E' },
    ]);
  });

  it.each([
    ['CA', 'AA'],
    ['CE', 'AE'],
    ['XX', 'AR'],
    ['', 'AR'],
  ])('reads MSA-1 %j as %s', (code, expected) => {
    expect(acknowledgmentFrom(parseHl7Message(Buffer.from(`MSH|^~\\&\rMSA|${code}|1`))).code).toBe(expected);
  });

  it.each([
    [['101', '204'], 'AE'],
    [['101', '203'], 'AR'],
    [['207'], 'AE'],
  ])('%j is answered with %s', (codes, expected) => {
    expect(acknowledgmentCodeFor(codes)).toBe(expected);
  });

  it('turns findings into errors that name rule, paragraph, place and value', () => {
    const rule = { id: 'a-rule', source: other('TF', '1'), statement: 'So it is.', code: '102' } as const;
    expect(
      hl7ErrorsFrom([
        { rule, violation: { at: 'PID^1^7', found: 'x' } },
        { rule, violation: { at: 'the message', found: 'nothing', severity: 'Warning' } },
      ]),
    ).toEqual([
      {
        code: '102',
        text: 'Data type error',
        severity: 'E',
        location: 'PID^1^7',
        userMessage: 'found x. So it is. [a-rule, TF 1]',
      },
      {
        code: '102',
        text: 'Data type error',
        severity: 'W',
        userMessage: 'the message: found nothing. So it is. [a-rule, TF 1]',
      },
    ]);
  });
});

describe('[ITI TF-2 C.2.2] header', () => {
  it('reads what it writes', () => {
    const message = { segments: [mshSegment(header, { type: 'QBP', trigger: 'Q23', structure: 'QBP_Q21' })] };
    expect(messageHeaderFrom(message)).toEqual(header);
    expect(messageTypeFrom(message)).toEqual({ type: 'QBP', trigger: 'Q23', structure: 'QBP_Q21' });
    expect(formatHl7Text(message)).toBe('MSH|^~\\&|EHR|CLINIC|PIXM|XREF|20250102040000||QBP^Q23^QBP_Q21|Q1|P|2.5\r');
  });

  it('swaps the parties in the answer and mirrors processing id, version and character set', () => {
    const wire = 'MSH#^~\\&#E^1.2^ISO#F#R#S#2025##ADT^A04#7#T^x#2.3.1######8859/1~UNICODE UTF-8';
    const [request] = parseHl7Message(Buffer.from(wire)).segments;
    const answer = answerHeader(request, answerKind(kind), { dateTime: '2026', controlId: '9' });
    expect(formatHl7Text({ segments: [answer] })).toBe(
      'MSH|^~\\&|R|S|E^1.2^ISO|F|2026||ACK^A04^ACK|9|T^x|2.3.1||||||8859/1\r',
    );
  });

  it('writes times in UTC and control ids of 20 characters', () => {
    expect(formatHl7DateTime(new Date('2025-01-02T03:04:05.678Z'))).toBe('20250102030405+0000');
    expect(controlIdFrom('urn:uuid:01234567-89ab-cdef-0123-456789abcdef')).toBe('0123456789abcdef0123');
  });
});

describe('[HL7 v2.5 2.A.28] location', () => {
  it.each(['QPD^1', 'QPD^1^3', 'QPD^1^3^1^4', 'MSH^1^9^1^2'])('%s is read and written', (text) => {
    const { segment, sequence, field, repetition, component } = parseHl7Location(text) ?? { segment: '', sequence: 0 };
    expect(hl7Location(segment, ...([sequence, field, repetition, component].filter(Boolean) as [number]))).toBe(text);
  });

  it.each(['', 'PID', 'PID^0', 'PID^x', 'the message'])('%j is none', (text) => {
    expect(parseHl7Location(text)).toBeUndefined();
  });
});

describe('[ITI TF-2 3.9.4.2.2] identifier', () => {
  it.each(['A-1^^^HOSPA', 'A-1^^^&1.2.3&ISO', 'A-1^^^HOSPA&1.2.3&ISO', '^^^&1.2.3&ISO', 'A-1'])(
    '%s is read and written',
    (text) => {
      const [, pid] = parseHl7Message(Buffer.from(`MSH|^~\\&\rPID|||${text}`)).segments;
      const cx = pid?.fields[2]?.[0] ?? [];
      const written = { name: 'PID', fields: [[], [], [repetitionFromIdentifier(identifierFrom(cx))]] };
      const [, line] = formatHl7Text({ segments: [answerKind(kind), written] }).split('\r');
      expect(line).toBe(`PID|||${text}`);
    },
  );

  it('becomes an XDS patient id without its namespace', () => {
    const identifier = { id: 'A-1', authority: { namespace: 'HOSPA', oid: '1.2.3', type: 'ISO' } };
    expect(formatPatientId(identifier)).toBe('A-1^^^&1.2.3&ISO');
  });
});
