import { describe, expect, it } from 'vitest';
import { formatHl7Text } from '../../schemas/hl7v2/format.ts';
import { checkAll } from '../../schemas/rule.ts';
import { requestCodec } from '../../transactions/iti-8-patient-identity-feed/codec.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { feedPatient, feedRequestFrom, type PatientEvent } from './feed-request.ts';

const settings = {
  sender: { application: 'ADT', facility: 'HOSP' },
  now: () => new Date('2025-06-01T08:00:00Z'),
  newUUID: () => 'urn:uuid:01234567-89ab-cdef-0123-456789abcdef',
};
const authority = { namespace: 'HOSPITAL_A', oid: '1.2.3', type: 'ISO' };
const event: PatientEvent = {
  trigger: 'A04',
  identifiers: [{ id: 'A-1', authority }],
  name: { family: 'Doe', given: 'Jane' },
  birthDate: '19800101',
  sex: 'F',
};
const merge: PatientEvent = { ...event, trigger: 'A40', prior: { id: 'A-2', authority } };

function lines(request: PatientIdentityFeedRequest): string[] {
  return formatHl7Text(requestCodec.encode(request)).split('\r').slice(0, -1);
}

describe('[ITI TF-2 3.8.4.1.2] the message of an event', () => {
  it.each(['A01', 'A04', 'A05', 'A08'] as const)('%s tells the patient', (trigger) => {
    expect(lines(feedRequestFrom({ ...event, trigger }, settings))).toEqual([
      `MSH|^~\\&|ADT|HOSP|PIX_MANAGER|AFFINITY|20250601080000+0000||ADT^${trigger}^ADT_A01|0123456789abcdef0123|P|2.3.1`,
      `EVN|${trigger}|20250601080000+0000`,
      'PID|||A-1^^^HOSPITAL_A&1.2.3&ISO||Doe^Jane||19800101|F',
      'PV1||O',
    ]);
  });

  it('A40 tells the retired identifier', () => {
    expect(lines(feedRequestFrom(merge, settings)).slice(2)).toEqual([
      'PID|||A-1^^^HOSPITAL_A&1.2.3&ISO||Doe^Jane||19800101|F',
      'MRG|A-2^^^HOSPITAL_A&1.2.3&ISO',
    ]);
  });

  it('tells details and deletions', () => {
    const told = feedRequestFrom({ ...event, details: { addresses: [{ city: 'Town' }], ssn: null } }, settings);
    expect(lines(told)[2]).toBe('PID|||A-1^^^HOSPITAL_A&1.2.3&ISO||Doe^Jane||19800101|F|||^^Town||||||||""');
  });

  it.each([event, merge])('keeps the rules of the transaction', async (given) => {
    expect(await checkAll(patientIdentityFeed.rules, feedRequestFrom(given, settings), undefined)).toEqual([]);
  });

  it.each<[string, PatientEvent]>([
    ['an A40 without a retired identifier', { ...event, trigger: 'A40' }],
    ['an A04 with one', { ...merge, trigger: 'A04' }],
  ])('%s is no event', (_, given) => {
    expect(() => feedRequestFrom(given, settings)).toThrow('prior');
  });

  it('is sent with the user who asked for it, and a refusal is an answer', async () => {
    const answer = { code: 'AR', acknowledges: '0123456789abcdef0123', errors: [], trigger: 'A04' } as const;
    const sent: unknown[] = [];
    const call = async (...given: unknown[]) => {
      sent.push(given);
      return answer;
    };
    expect(await feedPatient(event, { ...settings, call, user: 'clerk' })).toBe(answer);
    expect(sent).toEqual([[feedRequestFrom(event, settings), { user: 'clerk' }]]);
  });
});
