import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AuditContext } from '../../schemas/audit/audit-event.ts';
import { collect } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { openSchema, schemasPresent, xdsBodies } from '../../test/support/xsd.ts';
import { registryStoredQuery } from '../iti-18-registry-stored-query/transaction.ts';
import { multiPatientQueryRequest } from './client.ts';
import type { MultiPatientQuery } from './messages.ts';
import { multiPatientStoredQuery as transaction } from './transaction.ts';

const noParts = (async function* () {})();
const status = [availabilityStatuses.Approved];
const decode = (text: string | Buffer) => transaction.request.decode(parseXml(Buffer.from(text)), noParts);
const fixture = (name: string) => readFileSync(new URL(`fixtures/requests/${name}.xml`, import.meta.url));
const findingsOf = (name: string) =>
  decode(fixture(name)).findings.map(({ rule, violation }) => `${rule.code} ${rule.id} ${violation.at}`);
const written = async (query: MultiPatientQuery) =>
  (await collect(transaction.request.encode(multiPatientQueryRequest(query)).body)).join('');

const queries: readonly MultiPatientQuery[] = [
  {
    name: 'FindDocumentsForMultiplePatients',
    parameters: {
      patientId: ['p1^^^&1.2&ISO', "p'2^^^&1.2&ISO"],
      status,
      creationTimeFrom: '2024',
      metadataLevel: '2',
    },
  },
  { name: 'FindDocumentsForMultiplePatients', parameters: { status, classCode: ['a^^b', 'c^^d'] } },
  { name: 'FindFoldersForMultiplePatients', parameters: { status, codeList: [['a^^b'], ['c^^d']] } },
  {
    name: 'FindDocumentsByReferenceIdForMultiplePatients',
    parameters: { status, referenceIdList: [['1^^^&1.2&ISO^urn:x']], patientId: ['p'] },
  },
];

describe('[ITI TF-2 3.51.4.1.2] Multi-Patient Stored Query', () => {
  it('differs from ITI-18 in its name, action and queries', () => {
    expect(transaction).toMatchObject({
      id: 'ITI-51',
      action: {
        request: 'urn:ihe:iti:2009:MultiPatientStoredQuery',
        response: 'urn:ihe:iti:2009:MultiPatientStoredQueryResponse',
      },
      packaging: 'simple',
    });
    expect(transaction.response).toBe(registryStoredQuery.response);
  });

  it('good-find-documents: patients as one list over several Values, codes as in ITI-18', () => {
    const { message, findings } = decode(fixture('good-find-documents'));
    expect(findings).toEqual([]);
    expect(message.query).toEqual({
      name: 'FindDocumentsForMultiplePatients',
      parameters: {
        patientId: ['p1^^^&1.2.3&ISO', 'p2^^^&1.2.3&ISO', 'p3^^^&1.2.3&ISO'],
        status,
        classCode: ['a^^s'],
        eventCodeList: [['b^^s', 'c^^s'], ['d^^s']],
        healthcareFacilityTypeCode: ['e^^s'],
      },
    });
  });

  it('wrong-nothing: neither patients nor codes', () => {
    expect(findingsOf('wrong-nothing')).toEqual([
      'XDSStoredQueryMissingParam criterion-given $XDSFolderPatientId, $XDSFolderCodeList',
    ]);
  });

  it('offers its own queries only, and ITI-18 none of them', async () => {
    expect(findingsOf('wrong-query')).toEqual(['XDSUnknownStoredQuery stored-query-known AdhocQuery@id']);
    for (const query of queries) {
      const body = parseXml(Buffer.from(await written(query)));
      const { message, findings } = registryStoredQuery.request.decode(body, noParts);
      expect(message.query).toBeUndefined();
      expect(findings.map(({ rule }) => rule.code)).toEqual(['XDSUnknownStoredQuery']);
    }
  });

  it.each(queries)('$name is read as it was asked', async (query) => {
    const { message, findings } = decode(await written(query));
    expect(findings).toEqual([]);
    expect(message.query).toEqual(query);
  });

  it.skipIf(!schemasPresent)('requests are valid by the published schemas', async () => {
    using schema = openSchema(xdsBodies);
    for (const query of queries) expect(schema.objections(await written(query))).toEqual([]);
  });
});

describe('[ITI TF-2 3.51.5.1] audit of a query for multiple patients', () => {
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
  const outcome = { response: { status: 'Success', errors: [], objects: [] } } as const;
  const objectsOf = (query: MultiPatientQuery) => {
    const [event, ...more] = transaction.audit({ ...context, request: multiPatientQueryRequest(query), outcome });
    expect(more).toEqual([]);
    expect(event).toMatchObject({ eventType: [{ code: 'ITI-51' }], outcome: 0, action: 'E' });
    return event!.objects;
  };

  it('names every patient, and the query once', () => {
    expect(objectsOf(queries[0]!)).toMatchObject([
      { id: 'p1^^^&1.2&ISO', typeCode: 1, role: 1 },
      { id: "p'2^^^&1.2&ISO", typeCode: 1, role: 1 },
      { id: 'urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f', typeCode: 2, role: 24, idType: { code: 'ITI-51' } },
    ]);
  });

  it('has no patient when the query names none', () => {
    expect(objectsOf(queries[1]!).map(({ role }) => role)).toEqual([24]);
  });
});
