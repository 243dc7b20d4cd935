import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aPatientId } from '../../test/support/metadata.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import {
  aNamedSubmission,
  aRegistryService,
  files,
  oidOf,
  type RegistryService,
  relates,
  uuidOf,
} from '../../test/support/registry-service.ts';

const tables = ['document_entry', 'submission_set', 'folder', 'association'];
const partitions = Array.from({ length: 8 }, (_, i) => i);

/** The way of docs/operate/scale.md, all partitions at once; here the foreign server is the same one under another name. */
async function movePartitions(service: RegistryService, shard: string): Promise<void> {
  const url = new URL(inject('databaseUrl'));
  const host = url.searchParams.get('host')!;
  const { database } = service;
  const [{ schema }] = (await database.query<{ schema: string }>('select current_schema() as schema')) as [
    { schema: string },
  ];
  await database.query(`create extension if not exists postgres_fdw schema public`);
  await database.query(`create server ${shard} foreign data wrapper postgres_fdw
    options (host '${host}', port '${url.port || 5432}', dbname '${shard}')`);
  await database.query(
    `create user mapping for current_user server ${shard} options (user 'postgres', password_required 'false')`,
  );
  const there = new pg.Client({ connectionString: inject('databaseUrl').replace(/\/postgres\?/, `/${shard}?`) });
  await there.connect();
  await there.query(`create schema ${schema}; set search_path to ${schema}`);
  for (const table of tables) {
    const columns = await database.query<{ line: string }>(
      `select string_agg(format('%I %s%s%s', attname, format_type(atttypid, atttypmod),
         case when attcollation <> 0 then ' collate "C"' else '' end, case when attnotnull then ' not null' else '' end), ', ' order by attnum) as line
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table],
    );
    for (const i of partitions) {
      await there.query(`create table ${table}_${i} (${columns[0]!.line}, primary key (patient_id, entry_uuid))`);
      await database.query(`drop table ${table}_${i}`);
      await database.query(`create foreign table ${table}_${i} partition of ${table}
        for values with (modulus 8, remainder ${i}) server ${shard} options (schema_name '${schema}', table_name '${table}_${i}')`);
    }
  }
  await there.end();
}

describe('partitions on a foreign server', () => {
  const shard = `shard_${randomUUID().replaceAll('-', '')}`;
  let service: RegistryService;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: inject('databaseUrl') });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  beforeAll(async () => {
    await admin(`create database ${shard}`);
    service = await aRegistryService();
    await movePartitions(service, shard);
  });
  afterAll(async () => {
    await service.database.query(`drop server ${shard} cascade`);
    await service.database.close();
    await admin(`drop database ${shard} with (force)`);
  });

  it('take submissions, replacements and Folders, and are queried, by the same statements', async () => {
    const accept = async (named: Parameters<typeof aNamedSubmission>[0]) =>
      expect((await service.register(aNamedSubmission(named))).errors).toEqual([]);
    await accept({ set: 'S1', documents: ['a', 'c'], folders: ['F'], more: files('S1', 'F', 'a') });
    await accept({ set: 'S2', documents: Array.from({ length: 12 }, (_, i) => `m${i}`) });
    await accept({ set: 'S3', documents: ['o'], patientId: anotherPatientId });
    await accept({ set: 'S4', documents: ['b'], more: [relates('b', 'RPLC', 'a')] });
    await accept({ set: 'S5', documents: ['d'], more: [relates('d', 'APND', 'c')] });
    expect(await service.state()).toEqual(
      expect.arrayContaining(['DocumentEntry a Deprecated', 'DocumentEntry b Approved', 'HasMember F -> b Approved']),
    );
    const again = await service.register(aNamedSubmission({ set: 'S1', documents: ['x'] }));
    expect(again.errors.map(({ errorCode }) => errorCode)).toContain('XDSDuplicateUniqueIdInRegistry');
    const found = await service.store.select(
      { name: 'FindDocuments', parameters: { patientId: aPatientId, status: [availabilityStatuses.Approved] } },
      { returnType: 'LeafClass', limit: 100 },
    );
    const expected = ['b', 'c', 'd', ...Array.from({ length: 12 }, (_, i) => `m${i}`)].map(uuidOf).sort();
    expect('rows' in found && found.rows.map(({ entryUUID }) => entryUUID).sort()).toEqual(expected);
    const related = await service.store.select(
      {
        name: 'GetRelatedDocuments',
        parameters: { uniqueId: oidOf('a'), associationTypes: [associationTypes.RPLC] },
      },
      { returnType: 'ObjectRef', limit: 100 },
    );
    // Both documents, and what relates them.
    expect('rows' in related && related.rows.length).toBe(3);
  });
});
