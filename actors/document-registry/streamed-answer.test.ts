import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import { collect, type Sequence } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aPatientId } from '../../test/support/metadata.ts';
import { testDatabase } from '../../test/support/postgres.ts';
import { register, registeredEntry, registeredUUID } from '../../test/support/registered.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import { aCall } from '../../test/support/registry-service.ts';
import { storedQueryRequest } from '../../transactions/iti-18-registry-stored-query/client.ts';
import { responseCodec } from '../../transactions/iti-18-registry-stored-query/codec.ts';
import type { StoredQuery } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { registryMigrations } from './migrations/migrations.ts';
import { registryStoredQuery } from './registry-stored-query.ts';
import { openRegistryStore, type RegistryStore } from './store.ts';

const entries = 450;
const names = Array.from({ length: entries }, (_, i) => `streamed-${i}`);
const find: StoredQuery = {
  name: 'FindDocuments',
  parameters: { patientId: aPatientId, status: [availabilityStatuses.Approved] },
};

let database: OpenDatabase;
let store: RegistryStore;
beforeAll(async () => {
  database = await testDatabase(registryMigrations);
  store = openRegistryStore(database, encodeRegistryObject);
  await register(
    store,
    aPatientId,
    names.map((name) => registeredEntry(name)),
  );
  await register(store, anotherPatientId, [registeredEntry('other', { patientId: anotherPatientId })]);
});
afterAll(() => database?.close());

async function ask(query: StoredQuery, mostResults = 1000): Promise<Sequence<string>> {
  const handler = registryStoredQuery({ registry: store, policy: { unknownPatient: 'empty', mostResults } });
  return responseCodec.encode(await handler(storedQueryRequest(query), aCall())).body;
}

/** The backends that hold a snapshot for a stream. */
const streaming = `from pg_stat_activity where state = 'idle in transaction' and query like 'fetch %'
  and pid in (select pid from pg_locks where relation = 'document_entry'::regclass)`;
async function streams(): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*)::int as count ${streaming}`);
  return row!.count;
}

describe('[ITI TF-2 3.18.4.1.3] an answer of many objects', () => {
  it('has every object once', async () => {
    const text = (await collect(await ask(find))).join('');
    const ids = [...text.matchAll(/<rim:ExtrinsicObject [^>]*?\bid="([^"]*)"/g)].map(([, id]) => id!);
    expect(ids.sort()).toEqual(names.map(registeredUUID).sort());
    expect(text.endsWith('</rim:RegistryObjectList></query:AdhocQueryResponse>')).toBe(true);
    expect(await streams()).toBe(0);
  });

  it('begins before its last object is read, and gives the connection back when its reader leaves', async () => {
    // More readers than connections: each must give its own back.
    for (let reader = 0; reader < 6; reader++) {
      const begun: string[] = [];
      for await (const piece of await ask(find)) {
        begun.push(piece);
        if (begun.length === 3) break;
      }
      expect(begun.join('')).toContain('<rim:ExtrinsicObject ');
    }
    expect(await streams()).toBe(0);
  });

  it('breaks off when the database does: it has no end', async () => {
    const got: string[] = [];
    const reading = (async () => {
      for await (const piece of await ask(find)) {
        got.push(piece);
        if (got.length === 3)
          expect(await database.query(`select pg_terminate_backend(pid) ${streaming}`)).toHaveLength(1);
      }
    })();
    await expect(reading).rejects.toThrow(Unavailable);
    expect(got.length).toBeGreaterThan(2);
    expect(got.join('')).not.toContain('</rim:RegistryObjectList>');
    expect((await collect(await ask(find))).length).toBe(entries + 2);
  });

  it('is refused before it begins: too many, or of two patients where one is wanted', async () => {
    expect((await collect(await ask(find, entries - 1))).join('')).toContain('XDSTooManyResults');
    const ids = [...names, 'other'].map(registeredUUID);
    const get: StoredQuery = { name: 'GetDocuments', parameters: { entryUUID: ids } };
    expect((await collect(await ask(get))).join('')).toContain('XDSResultNotSinglePatient');
    expect(await streams()).toBe(0);
  });
});
