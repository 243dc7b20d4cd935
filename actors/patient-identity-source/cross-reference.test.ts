import { describe, expect, it } from 'vitest';
import { hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import { pixFound, pixRefused } from '../../transactions/iti-9-pix-query/answers.ts';
import type { PixQueryRequest, PixQueryResponse } from '../../transactions/iti-9-pix-query/messages.ts';
import { crossReference } from './cross-reference.ts';

const settings = {
  sender: { application: 'EHR', facility: 'CLINIC' },
  now: () => new Date('2025-06-01T08:00:00Z'),
  newUUID: () => 'urn:uuid:01234567-89ab-cdef-0123-456789abcdef',
};
const identifier = { id: 'A-1', authority: { namespace: 'HOSPITAL_A' } };
const counterpart = { id: 'B-7', authority: { namespace: 'HOSPITAL_B', oid: '1.2.4', type: 'ISO' } };

function ask(answer: (request: PixQueryRequest) => PixQueryResponse) {
  return crossReference({ identifier }, { ...settings, call: async (request) => answer(request) });
}
const refusedAt = (code: '204' | '207', location?: string) =>
  ask((request) => pixRefused(request, [hl7Error(code, location === undefined ? {} : { location })]));

describe('[ITI TF-2 3.9.4.2.2.6] the answer to a PIX Query', () => {
  it('with identifiers gives them', async () => {
    expect(await ask((request) => pixFound(request, [counterpart]))).toEqual({
      outcome: 'found',
      identifiers: [counterpart],
    });
  });

  it('with none gives none', async () => {
    expect(await ask((request) => pixFound(request, []))).toEqual({ outcome: 'none' });
  });

  it.each([
    ['QPD^1^3^1^1', 'unknown identifier'],
    ['QPD^1^3^1^4', 'unknown domain'],
    ['QPD^1^4^2', 'unknown domain'],
    ['QPD^1^2', 'refused'],
  ])('with 204 at %s is %s', async (location, outcome) => {
    const text = `204 Unknown Key Identifier, ${location}`;
    expect(await refusedAt('204', location)).toMatchObject({ outcome, text });
  });

  it('with another error is refused in the words of the PIX Manager', async () => {
    expect(await refusedAt('207')).toMatchObject({ outcome: 'refused', text: '207 Application internal error' });
    expect(await ask((request) => pixRefused(request, []))).toMatchObject({
      outcome: 'refused',
      text: 'The query was answered with AE and no reason.',
    });
  });
});

describe('[ITI TF-2 3.9.4.1.2] the query', () => {
  it('names identifier, domains, tag and priority', async () => {
    const sent: PixQueryRequest[] = [];
    const call = async (request: PixQueryRequest) => {
      sent.push(request);
      return pixFound(request, []);
    };
    const domains = [{ namespace: 'HOSPITAL_B' }];
    await crossReference({ identifier, domains }, { ...settings, call });
    expect(sent).toMatchObject([
      {
        header: { sendingApplication: 'EHR', sendingFacility: 'CLINIC', version: '2.5', processingId: 'P' },
        queryTag: '0123456789abcdef0123',
        identifier,
        domains,
        priority: 'I',
      },
    ]);
  });
});
