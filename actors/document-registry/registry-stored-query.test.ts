import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import { collect } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { aPatientId } from '../../test/support/metadata.ts';
import { testDatabase } from '../../test/support/postgres.ts';
import {
  register,
  registeredAssociation,
  registeredEntry,
  registeredFolder,
  registeredSet,
  registeredUUID,
} from '../../test/support/registered.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import { aCall } from '../../test/support/registry-service.ts';
import { openSchema, schemasPresent, xdsBodies } from '../../test/support/xsd.ts';
import { storedQueryRequest } from '../../transactions/iti-18-registry-stored-query/client.ts';
import { requestCodec, responseCodec } from '../../transactions/iti-18-registry-stored-query/codec.ts';
import type {
  StoredQuery,
  StoredQueryRequest,
  StoredQueryResponse,
} from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { multiPatientQueryRequest } from '../../transactions/iti-51-multi-patient-stored-query/client.ts';
import { registryMigrations } from './migrations/migrations.ts';
import type { StoredQueryPolicy } from './query-policy.ts';
import { registryStoredQuery } from './registry-stored-query.ts';
import { openRegistryStore, type RegistryStore } from './store.ts';

const approved = [availabilityStatuses.Approved];
const subsumed = 'PAT-3003^^^&1.3.6.1.4.1.21367.13.20.3000&ISO';
const findDocuments = (patientId: string): StoredQuery => ({
  name: 'FindDocuments',
  parameters: { patientId, status: approved },
});
const getDocuments = (...names: string[]): StoredQuery => ({
  name: 'GetDocuments',
  parameters: { entryUUID: names.map(registeredUUID) },
});

let database: OpenDatabase;
let store: RegistryStore;

beforeAll(async () => {
  database = await testDatabase(registryMigrations);
  store = openRegistryStore(database, encodeRegistryObject);
  await register(store, aPatientId, [
    registeredSet('S'),
    registeredEntry('A', { homeCommunityId: 'urn:oid:9.9' }),
    registeredEntry('B', { availabilityStatus: availabilityStatuses.Deprecated }),
    registeredFolder('F'),
    registeredAssociation('S', 'A'),
    registeredAssociation('S', 'F'),
  ]);
  await register(store, anotherPatientId, [registeredEntry('C', { patientId: anotherPatientId })]);
  await register(store, subsumed, [registeredEntry('D', { patientId: subsumed })]);
  await store.feed((patients) => patients.merge(subsumed, aPatientId));
});
afterAll(() => database?.close());

interface Asking {
  readonly policy?: Partial<StoredQueryPolicy>;
  readonly homeCommunityId?: string;
  readonly returnType?: 'LeafClass' | 'ObjectRef';
}

function ask(query: StoredQuery, { policy, homeCommunityId, returnType }: Asking = {}): Promise<StoredQueryResponse> {
  const handler = registryStoredQuery({
    registry: store,
    policy: { unknownPatient: 'empty', mostResults: 100, ...policy },
    ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
  });
  return handler(storedQueryRequest(query, returnType === undefined ? {} : { returnType }), aCall());
}

const text = async (response: StoredQueryResponse) => (await collect(responseCodec.encode(response).body)).join('');

/** The answer as a consumer reads it. */
async function received(query: StoredQuery, asking?: Asking) {
  const body = parseXml(new TextEncoder().encode(await text(await ask(query, asking))));
  const { message } = responseCodec.decode(body, (async function* () {})());
  return { ...message, objects: await collect(message.objects) };
}

describe('[ITI TF-2 3.18.4.1.3] Registry Stored Query', () => {
  it('answers whole objects as they are now, under the surviving patient', async () => {
    const { status, errors, objects } = await received(findDocuments(aPatientId));
    expect({ status, errors }).toEqual({ status: 'Success', errors: [] });
    const sorted = objects.sort((a, b) => ('uniqueId' in a && 'uniqueId' in b && a.uniqueId! < b.uniqueId! ? -1 : 1));
    expect(sorted).toEqual(
      [registeredEntry('A', { homeCommunityId: 'urn:oid:9.9' }), registeredEntry('D')].sort((a, b) =>
        a.uniqueId! < b.uniqueId! ? -1 : 1,
      ),
    );
  });

  it('answers the status an object has now, not the one it was registered with', async () => {
    await store.submit((writer) => writer.setAvailabilityStatus([registeredUUID('B')], availabilityStatuses.Approved));
    expect((await received(getDocuments('B'))).objects).toMatchObject([{ availabilityStatus: approved[0] }]);
    await store.submit((writer) =>
      writer.setAvailabilityStatus([registeredUUID('B')], availabilityStatuses.Deprecated),
    );
    expect((await received(getDocuments('B'))).objects).toMatchObject([
      { availabilityStatus: availabilityStatuses.Deprecated },
    ]);
  });

  it('answers references when they are asked for', async () => {
    const { objects } = await received(getDocuments('A'), { returnType: 'ObjectRef' });
    expect(objects).toEqual([{ kind: 'ObjectRef', entryUUID: registeredUUID('A') }]);
  });

  it("writes the domain's home on every object and reference, once", async () => {
    const homeCommunityId = 'urn:oid:1.2.3';
    const set: StoredQuery = { name: 'GetSubmissionSetAndContents', parameters: { entryUUID: registeredUUID('S') } };
    for (const returnType of ['LeafClass', 'ObjectRef'] as const) {
      const { objects } = await received(set, { homeCommunityId, returnType });
      expect(objects).toHaveLength(5);
      for (const object of objects) expect(object).toMatchObject({ homeCommunityId });
    }
  });

  it('may be read twice: audit and wire see the same answer', async () => {
    const response = await ask(findDocuments(aPatientId));
    expect(await text(response)).toBe(await text(response));
  });

  it.skipIf(!schemasPresent)('is valid by the published schemas', async () => {
    using schema = openSchema(xdsBodies);
    const set: StoredQuery = { name: 'GetSubmissionSetAndContents', parameters: { entryUUID: registeredUUID('S') } };
    for (const asking of [{}, { homeCommunityId: 'urn:oid:1.2.3' }, { returnType: 'ObjectRef' }] as const) {
      expect(schema.objections(await text(await ask(set, asking)))).toEqual([]);
    }
  });

  it.each(['nobody^^^&1.2&ISO', subsumed])(
    'finds nothing for the unknown or subsumed patient %s',
    async (patientId) => {
      expect(await ask(findDocuments(patientId))).toMatchObject({ status: 'Success', errors: [] });
      expect((await received(findDocuments(patientId))).objects).toEqual([]);
    },
  );

  it.each(['nobody^^^&1.2&ISO', subsumed])(
    'refuses the unknown or subsumed patient %s where the domain wants it',
    async (patientId) => {
      const answer = await ask(findDocuments(patientId), { policy: { unknownPatient: 'refuse' } });
      expect(answer).toMatchObject({ status: 'Failure', errors: [{ errorCode: 'XDSUnknownPatientId' }], objects: [] });
      expect(answer.errors[0]!.codeContext).toContain(patientId);
      const known = await ask(findDocuments(aPatientId), { policy: { unknownPatient: 'refuse' } });
      expect(known.status).toBe('Success');
      const byId = await ask(getDocuments('nothing'), { policy: { unknownPatient: 'refuse' } });
      expect(byId.status).toBe('Success');
    },
  );

  it("refuses whole objects of more than the domain's limit, and gives their references", async () => {
    const policy = { mostResults: 1 };
    expect(await ask(findDocuments(aPatientId), { policy })).toMatchObject({
      status: 'Failure',
      errors: [{ errorCode: 'XDSTooManyResults' }],
      objects: [],
    });
    const references = await received(findDocuments(aPatientId), { policy, returnType: 'ObjectRef' });
    expect(references.objects).toHaveLength(2);
  });

  it('refuses whole objects of two patients by ids, and gives their references; merged patients are one', async () => {
    expect(await ask(getDocuments('A', 'C'))).toMatchObject({
      status: 'Failure',
      errors: [{ errorCode: 'XDSResultNotSinglePatient' }],
      objects: [],
    });
    expect((await received(getDocuments('A', 'C'), { returnType: 'ObjectRef' })).objects).toHaveLength(2);
    expect((await received(getDocuments('A', 'D'))).objects).toHaveLength(2);
  });

  it('takes a request with home or $targetCommunityIdList for its own, as a plain registry may', async () => {
    const handler = registryStoredQuery({ registry: store, policy: { unknownPatient: 'empty', mostResults: 9 } });
    const request = storedQueryRequest(findDocuments(aPatientId), { homeCommunityId: 'urn:oid:9.9.9' });
    const slots = [...request.slots, { name: '$targetCommunityIdList', values: ["('urn:oid:9.9.9')"] }];
    const body = parseXml(Buffer.from((await collect(requestCodec.encode({ ...request, slots }).body)).join('')));
    const { message, findings } = requestCodec.decode(body, (async function* () {})());
    expect(findings).toEqual([]);
    const answer = await handler(message, aCall());
    expect(await collect(answer.objects)).toHaveLength(2);
  });

  it('[ITI TF-2 3.51.4.1.3] gives whole objects of several patients to a query across patients', async () => {
    const handler = registryStoredQuery({ registry: store, policy: { unknownPatient: 'empty', mostResults: 9 } });
    const parameters = { patientId: [aPatientId, anotherPatientId], status: approved };
    const request = multiPatientQueryRequest({ name: 'FindDocumentsForMultiplePatients', parameters });
    const answer = await handler(request, aCall());
    expect(answer).toMatchObject({ status: 'Success', errors: [] });
    expect(await collect(answer.objects)).toHaveLength(3);
  });

  it('treats a request that broke a rule as a bug of its caller', async () => {
    const handler = registryStoredQuery({ registry: store, policy: { unknownPatient: 'empty', mostResults: 1 } });
    const request: StoredQueryRequest = { queryId: 'urn:uuid:0', returnType: 'LeafClass', slots: [] };
    await expect(handler(request, aCall())).rejects.toThrow('broke a rule');
  });
});
