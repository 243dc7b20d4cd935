import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { storedQueryRequest } from '../../transactions/iti-18-registry-stored-query/client.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { multiPatientQueryRequest } from '../../transactions/iti-51-multi-patient-stored-query/client.ts';
import type { MultiPatientQuery } from '../../transactions/iti-51-multi-patient-stored-query/messages.ts';
import { multiPatientStoredQuery } from '../../transactions/iti-51-multi-patient-stored-query/transaction.ts';
import { feedOnePatient, namedProvision, send } from '../support/domain-traffic.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

const status = [availabilityStatuses.Approved];
const accession = (number: string) => `${number}^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:accession`;

/** Two patients with one document each, in a domain that is told how to treat queries. */
describe('[ITI TF-2 3.51] a Document Consumer that asks about several patients', () => {
  let domain: TestDomain;
  let patientIds: string[];

  beforeAll(async () => {
    domain = await aRunningDomain(`
actors:
  document-registry:
    patientIdOnly: refuse
    referenceIdMatch: like
    lenientQueryValues: true
    unknownQueryNames: refuse
  document-repository: {}
  patient-identifier-cross-reference-manager: { feedTo: ['local:document-registry'] }
`);
    patientIds = [await feedOnePatient(domain, 'M-1'), await feedOnePatient(domain, 'M-2')];
    for (const [i, patientId] of patientIds.entries()) {
      const documents = { [`doc${i}`]: `text ${i}` };
      const request = namedProvision({ set: `set${i}`, documents, patientId }, (submission) => ({
        ...submission,
        documentEntries: submission.documentEntries.map((entry) => ({
          ...entry,
          referenceIdList: [accession(`A${i}`)],
        })),
      }));
      expect(await send(domain, request)).toMatchObject({ status: 'Success' });
    }
  });
  afterAll(() => domain?.[Symbol.asyncDispose]());

  const answer = async (query: MultiPatientQuery, returnType?: 'ObjectRef') => {
    const call = domain.call(multiPatientStoredQuery);
    const { objects, ...response } = await call(multiPatientQueryRequest(query, returnType && { returnType }));
    return { ...response, objects: await collect(objects) };
  };
  const uniqueIds = (objects: readonly object[]) =>
    objects.map((object) => ('uniqueId' in object ? object.uniqueId : '')).sort();

  it('gets whole objects of all of them in one answer, each under its patient', async () => {
    const classCode = ['REPORTS^^1.3.6.1.4.1.19376.1.2.6.1'];
    const parameters = { status, classCode };
    const { status: outcome, objects } = await answer({ name: 'FindDocumentsForMultiplePatients', parameters });
    expect(outcome).toBe('Success');
    expect(uniqueIds(objects)).toEqual([oidOf('doc0'), oidOf('doc1')].sort());
    expect(objects.map((object) => ('patientId' in object ? object.patientId : '')).sort()).toEqual(patientIds);
    const references = await answer({ name: 'FindDocumentsForMultiplePatients', parameters }, 'ObjectRef');
    expect(references.objects).toHaveLength(2);
  });

  it('is refused where patient ids alone are not answered', async () => {
    const { errors } = await answer({
      name: 'FindDocumentsForMultiplePatients',
      parameters: { patientId: patientIds, status },
    });
    expect(errors.map(({ errorCode }) => errorCode)).toEqual(['XDSStoredQueryParamNumber']);
  });

  it('may ask by patterns of references where the registry takes them', async () => {
    const { objects } = await answer({
      name: 'FindDocumentsByReferenceIdForMultiplePatients',
      parameters: { patientId: patientIds, status, referenceIdList: [['A_^%accession']] },
    });
    expect(objects).toHaveLength(2);
  });

  it('does not get an answer to a query of ITI-18 here, nor to one of ITI-51 there', async () => {
    const find = storedQueryRequest({ name: 'FindDocuments', parameters: { patientId: patientIds[0]!, status } });
    const { query, ...here } = find;
    expect(await domain.call(multiPatientStoredQuery)(here)).toMatchObject({
      errors: [{ errorCode: 'XDSUnknownStoredQuery' }],
    });
    const everyone = multiPatientQueryRequest({
      name: 'FindFoldersForMultiplePatients',
      parameters: { status, codeList: [['a^^b']] },
    });
    const { query: unasked, ...there } = everyone;
    expect(await domain.call(registryStoredQuery)(there)).toMatchObject({
      errors: [{ errorCode: 'XDSUnknownStoredQuery' }],
    });
  });

  it('[ITI TF-2 3.18.4.1.2.3.1] is understood without quotes and parentheses, and told that a name has no $', async () => {
    const slots = [
      { name: '$XDSDocumentEntryPatientId', values: [patientIds[0]!] },
      { name: '$XDSDocumentEntryStatus', values: status },
    ];
    const { query, ...request } = storedQueryRequest({
      name: 'FindDocuments',
      parameters: { patientId: patientIds[0]!, status },
    });
    const call = domain.call(registryStoredQuery);
    const { objects } = await call({ ...request, slots });
    expect(uniqueIds(await collect(objects))).toEqual([oidOf('doc0')]);
    const named = await call({ ...request, slots: [...slots, { name: 'urn:example:ward', values: ['7'] }] });
    expect(named.errors.map(({ errorCode }) => errorCode)).toEqual(['XDSRegistryError']);
  });

  it('[ITI TF-2 3.51.5.1] is audited on both sides with every patient', async () => {
    await answer({
      name: 'FindDocumentsForMultiplePatients',
      parameters: { patientId: patientIds, status, creationTimeFrom: '2030' },
    });
    const events = (await domain.audited()).filter(
      (event) => event.includes('ITI-51') && patientIds.every((id) => event.includes(id.replaceAll('&', '&amp;'))),
    );
    expect(events.length).toBeGreaterThanOrEqual(2);
  });
});
