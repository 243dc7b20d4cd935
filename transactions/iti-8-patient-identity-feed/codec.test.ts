import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatHl7Text } from '../../schemas/hl7v2/format.ts';
import { hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import { parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { feedAccepted, feedRefused } from './answers.ts';
import { requestCodec, responseCodec } from './codec.ts';
import * as fixtures from './fixtures/messages.ts';

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
    ['A40', fixtures.merged],
  ])('%s reads the same after writing', (trigger, text) => {
    const { message } = read(text);
    expect(message.trigger).toBe(trigger);
    expect(read(formatHl7Text(requestCodec.encode(message)))).toEqual({ message, findings: [] });
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

const samples = new URL('../../../shared/data/messages/hl7v2/', import.meta.url);

describe.skipIf(!existsSync(samples))('shared samples', () => {
  it.each([
    'fhir-converter/ADT-A01-01.hl7',
    'fhir-converter/ADT-A04-01.hl7',
    'fhir-converter/ADT-A05-01.hl7',
    'fhir-converter/ADT-A08-01.hl7',
    'fhir-converter/ADT-A40-01.hl7',
    'fhir-converter/ADT01-23.hl7',
    'ipf/hl7v2message.hl7',
    'ipf/iti8-a40.hl7',
  ])('%s is a feed and reads the same after writing', (name) => {
    const { message } = requestCodec.decode(parseHl7Message(readFileSync(new URL(name, samples))));
    expect(message.patient.identifiers.length).toBeGreaterThan(0);
    expect(read(formatHl7Text(requestCodec.encode(message))).message).toEqual(message);
  });
});
