import { describe, expect, it } from 'vitest';
import { formatHl7Text, withFittingCharset } from '../../schemas/hl7v2/format.ts';
import { messageTypeFrom } from '../../schemas/hl7v2/header.ts';
import { hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import type { Hl7Message } from '../../schemas/hl7v2/message.ts';
import { parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { Hl7ParseError } from '../../schemas/hl7v2/parse-error.ts';
import { messagesPresent, publishedFiles, readPublished } from '../../test/support/published.ts';
import { feedAccepted, feedRefused } from './answers.ts';
import { requestCodec, responseCodec } from './codec.ts';
import * as fixtures from './fixtures/messages.ts';
import { patientIdentityFeed } from './transaction.ts';

const read = (text: string) => requestCodec.decode(parseHl7Message(Buffer.from(text)));
const hospital = { namespace: 'HOSPA', oid: '1.2.3.4.1', type: 'ISO' };

describe('[ITI TF-2 3.8.4.1.2] feed request', () => {
  it('reads everything the standard asks of a source', () => {
    expect(read(fixtures.registered)).toEqual({
      findings: [],
      message: {
        header: {
          sendingApplication: 'ADT1',
          sendingFacility: 'HOSP_A',
          receivingApplication: 'PIXM',
          receivingFacility: 'XREF',
          dateTime: '20250102030405',
          controlId: 'A0001',
          processingId: 'P',
          version: '2.3.1',
        },
        trigger: 'A04',
        recordedDateTime: '20250102030405',
        patientClass: 'O',
        patient: {
          identifiers: [
            { id: 'A-1001', authority: hospital },
            { id: '77', authority: { oid: '1.2.3.4.9', type: 'ISO' } },
          ],
          names: [
            { family: 'DOE', given: 'JANE', middle: 'Q', prefix: 'DR', typeCode: 'L' },
            { family: 'ROE', given: 'JANE', typeCode: 'M' },
          ],
          motherMaidenNames: [{ family: 'SMITH', given: 'ANN' }],
          birthDate: '19800101',
          sex: 'F',
          aliases: [{ family: 'DOE', given: 'JANEY' }],
          addresses: [
            {
              street: '1 MAIN ST',
              otherDesignation: 'APT 2',
              city: 'TOWN',
              state: 'ST',
              postalCode: '00001',
              country: 'US',
              typeCode: 'H',
            },
          ],
          homePhones: [
            { number: '5550001', useCode: 'PRN', equipmentType: 'PH' },
            { useCode: 'NET', equipmentType: 'Internet', email: 'jane@example.org' },
          ],
          businessPhones: [{ number: '5550002' }],
          accountNumber: { id: 'ACC1', authority: { namespace: 'HOSPA' } },
          ssn: '123456789',
          driverLicense: 'D-99',
          motherIdentifiers: [{ id: 'A-900', authority: hospital }],
          multipleBirth: 'Y',
          birthOrder: '2',
          deathDateTime: '20250101',
          deathIndicator: 'N',
        },
      },
    });
  });

  it('says nothing of what is empty and null of what is ""', () => {
    expect(read(fixtures.deleting).message.patient).toEqual({
      identifiers: [{ id: 'A-1001', authority: hospital }],
      names: [{ family: 'DOE', given: 'JANE' }],
      birthDate: null,
      addresses: null,
    });
  });

  it.each([
    ['A04', fixtures.registered],
    ['A01', fixtures.least],
    ['A08', fixtures.deleting],
    ['A05', fixtures.preAdmitted],
    ['A08', fixtures.hollow],
    ['A40', fixtures.merged],
  ])('%s reads the same after writing', (trigger, text) => {
    const { message } = read(text);
    expect(message.trigger).toBe(trigger);
    expect(read(formatHl7Text(requestCodec.encode(message)))).toEqual({ message, findings: [] });
  });

  it('reads the 2.5 form of names, addresses, numbers and times', () => {
    const { message, findings } = read(fixtures.preAdmitted);
    expect(findings).toEqual([]);
    expect(message).toMatchObject({
      header: { sendingApplication: 'ADT1', version: '2.5' },
      trigger: 'A05',
      patientClass: 'N',
      patient: {
        identifiers: [
          { id: 'A-1001', authority: hospital },
          { id: '77', authority: { oid: '1.2.3.4.9', type: 'ISO' } },
        ],
        names: [{ family: 'VON DOE', given: 'JÖRG', typeCode: 'L' }],
        birthDate: '19800101123000.25+0100',
        addresses: [{ street: 'MAIN ST 1', city: 'TOWN', postalCode: '00001', country: 'DEU', typeCode: 'H' }],
        homePhones: [{ number: '492285550001', useCode: 'PRN', equipmentType: 'PH' }],
      },
    });
  });

  it('says nothing of a field of which no part we know is filled', () => {
    expect(read(fixtures.hollow).message.patient).toEqual({
      identifiers: [{ id: 'A-1001', authority: hospital }],
      names: [{ family: 'DOE', given: 'JANE' }],
    });
  });

  it('reads and writes null in every attribute', () => {
    const positions = [5, 6, 7, 8, 9, 11, 13, 14, 18, 19, 20, 21, 24, 25, 29, 30];
    const pid = Array.from({ length: 31 }, (_, n) =>
      n === 0 ? 'PID' : n === 3 ? 'A-1' : positions.includes(n) ? '""' : '',
    );
    const { message } = read(`${fixtures.least.split('\r')[0]}\r${pid.join('|')}\r`);
    const { identifiers, ...said } = message.patient;
    expect(identifiers).toHaveLength(1);
    expect(Object.values(said)).toEqual(positions.map(() => null));
    const text = formatHl7Text(requestCodec.encode(message));
    expect(text).toContain(`\r${pid.join('|')}\r`);
    expect(read(text)).toEqual({ message, findings: [] });
  });

  it.each([
    ['\n', 'LF'],
    ['\r\n', 'CR LF'],
  ])('takes segments ended by %j (the toolkit of NIST sends such)', (end) => {
    expect(read(fixtures.registered.replaceAll('\r', end)).message).toEqual(read(fixtures.registered).message);
  });

  it('reads an authority that is a namespace alone, without adding to it', () => {
    expect(read(fixtures.least).message.patient.identifiers).toEqual([
      { id: 'A-1001', authority: { namespace: 'HOSPA' } },
    ]);
  });

  it('finds missing segments and a contradicting EVN-1', () => {
    const places = (text: string) => read(text).findings.map(({ rule, violation }) => `${rule.code} ${violation.at}`);
    expect(places(fixtures.faulty)).toEqual(['100 MRG', '102 EVN^1^1']);
    expect(places(fixtures.least.split('\r')[0] ?? '')).toEqual(['100 PID']);
    expect(places(fixtures.merged)).toEqual([]);
  });

  it('finds a second patient, whose event would be lost', () => {
    const { findings } = read(fixtures.mergedTwice);
    expect(findings.map(({ rule, violation }) => `${rule.id} ${rule.code} ${violation.at}`)).toEqual([
      'feed-one-patient 100 PID^2',
      'feed-one-patient 100 MRG^2',
    ]);
    for (const { violation } of findings) expect(violation.found).not.toMatch(/2001|2009/);
  });
});

describe('[ITI TF-2 3.8.4.2.2] merge request', () => {
  it('reads MRG-1 and MRG-7, in A40 only', () => {
    const prior = [{ id: 'A-1009', authority: hospital }];
    expect(read(fixtures.merged).message.merge).toEqual({
      priorIdentifiers: prior,
      priorNames: [{ family: 'DOE', given: 'JAYNE' }],
    });
    expect(read(fixtures.merged.replaceAll('A40', 'A08')).message.merge).toBeUndefined();
  });

  it.each([
    ['nothing', '^^^^^PHD', undefined],
    ['a deletion', '""', null],
    [
      'several names',
      'DOE^J~DOE^JAY',
      [
        { family: 'DOE', given: 'J' },
        { family: 'DOE', given: 'JAY' },
      ],
    ],
  ])('reads and writes MRG-7 that says %s', (_, text, priorNames) => {
    const { message } = read(fixtures.merged.replace('DOE^JAYNE', text));
    expect(message.merge?.priorNames).toEqual(priorNames);
    expect(read(formatHl7Text(requestCodec.encode(message))).message).toEqual(message);
  });
});

describe('[ITI TF-2 3.8.4.1.3] feed answer', () => {
  const request = read(fixtures.registered).message;

  it.each([
    ['accepted', feedAccepted(request), 'AA'],
    ['in error', feedRefused(request, [hl7Error('101', { location: 'PID^1^5' })]), 'AE'],
    ['unsupported', feedRefused(request, [hl7Error('203')]), 'AR'],
    ['rejected', feedRefused(request, [hl7Error('204', { location: 'PID^1^3^1^4' })], 'AR'), 'AR'],
  ])('%s reads the same after writing', (_, response, code) => {
    expect(response).toMatchObject({ code, acknowledges: 'A0001', trigger: 'A04' });
    const text = formatHl7Text(responseCodec.encode(response));
    expect(text).toContain('ACK^A04^ACK');
    expect(responseCodec.decode(parseHl7Message(Buffer.from(text)))).toEqual({ message: response, findings: [] });
  });
});

const published = publishedFiles(/^hl7v2\/.*\.(hl7|txt)$/).flatMap((name) => {
  const message = readable(readPublished(name));
  const { type, trigger } = message === undefined ? {} : messageTypeFrom(message);
  const isFeed = type === 'ADT' && patientIdentityFeed.message.triggers.includes(trigger ?? '');
  return message !== undefined && isFeed ? [[name, trigger, message] as const] : [];
});

function readable(bytes: Uint8Array): Hl7Message | undefined {
  try {
    return parseHl7Message(bytes);
  } catch (error) {
    if (error instanceof Hl7ParseError) return undefined;
    throw error;
  }
}

describe.skipIf(!messagesPresent)('feeds published by others', () => {
  it('are of all five events', () => {
    const triggers = new Set(published.map(([, trigger]) => trigger));
    expect([...triggers].sort()).toEqual(['A01', 'A04', 'A05', 'A08', 'A40']);
  });

  it.each(published)('%s (%s) is a feed and reads the same after writing', (_, __, original) => {
    const { message } = requestCodec.decode(original);
    expect(read(formatHl7Text(withFittingCharset(requestCodec.encode(message)))).message).toEqual(message);
  });
});
