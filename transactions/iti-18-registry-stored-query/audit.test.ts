import { describe, expect, it } from 'vitest';
import type { AuditContext } from '../../schemas/audit/audit-event.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { describeStoredQuery } from './audit.ts';
import { storedQueryRequest } from './client.ts';
import type { StoredQueryResponse } from './messages.ts';

const context: AuditContext = {
  side: 'responder',
  at: new Date('2025-01-02T03:04:05Z'),
  messageId: 'urn:uuid:1',
  endpoint: 'https://registry.example/registry',
  replyTo: 'http://www.w3.org/2005/08/addressing/anonymous',
  localAddress: '10.0.0.1',
  processId: '42',
  peerAddress: '10.0.0.2',
};
const response = (status: StoredQueryResponse['status'], severities: ('Error' | 'Warning')[] = []) => ({
  response: {
    status,
    errors: severities.map((severity) => ({ errorCode: 'XDSRegistryError', codeContext: severity, severity })),
    objects: [],
  },
});
const find = storedQueryRequest(
  { name: 'FindDocuments', parameters: { patientId: 'p1^^^&1.2.3&ISO', status: [availabilityStatuses.Approved] } },
  { homeCommunityId: 'urn:oid:1.2' },
);
const get = storedQueryRequest({ name: 'GetDocuments', parameters: { uniqueId: ['1.2.3'] } });

describe('[ITI TF-2 3.18.5.1] audit of a stored query', () => {
  it('is a Query event with the patient and the whole request', () => {
    const [event, ...more] = describeStoredQuery({ ...context, request: find, outcome: response('Success') });
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      eventId: { code: '110112', codeSystemName: 'DCM' },
      eventType: [{ code: 'ITI-18', codeSystemName: 'IHE Transactions', originalText: 'Registry Stored Query' }],
      action: 'E',
      outcome: 0,
    });
    expect(event!.objects).toMatchObject([
      { id: 'p1^^^&1.2.3&ISO', typeCode: 1, role: 1 },
      {
        id: 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d',
        typeCode: 2,
        role: 24,
        idType: { code: 'ITI-18' },
        details: [
          { type: 'QueryEncoding', value: 'UTF-8' },
          { type: 'urn:ihe:iti:xca:2010:homeCommunityId', value: 'urn:oid:1.2' },
        ],
      },
    ]);
    expect(event!.objects[1]!.query).toMatch(/^<query:AdhocQueryRequest .*'p1\^\^\^&amp;1\.2\.3&amp;ISO'/);
  });

  it('has no patient for a query by ids, on either side', () => {
    for (const side of ['initiator', 'responder'] as const) {
      const [event] = describeStoredQuery({ ...context, side, request: get, outcome: response('Success') });
      expect(event!.objects.map(({ role }) => role)).toEqual([24]);
    }
  });

  it('tells failure, and a partial success as one success and one failure', () => {
    const outcomes = (outcome: Parameters<typeof describeStoredQuery>[0]['outcome']) =>
      describeStoredQuery({ ...context, request: get, outcome }).map((event) => event.outcome);
    expect(outcomes(response('Failure', ['Error']))).toEqual([8]);
    expect(outcomes(response('Success', ['Warning']))).toEqual([4]);
    expect(outcomes(response('PartialSuccess', ['Error']))).toEqual([0, 8]);
    expect(outcomes({ fault: new Error('gone') })).toEqual([8]);
  });

  it('is written for a request that could not be read, without objects', () => {
    const [event] = describeStoredQuery({ ...context, outcome: { fault: new Error('no body') } });
    expect(event).toMatchObject({ outcome: 12, objects: [] });
  });
});
