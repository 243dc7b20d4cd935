import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines } from '../../cli/verify/json-lines.ts';
import { collect } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { affinity } from '../support/affinity.ts';
import { aCtInstance } from '../support/dicom.ts';
import {
  ask,
  feedOnePatient,
  findDocuments,
  importInstance,
  provide,
  publishStudy,
} from '../support/domain-traffic.ts';
import { files, oidOf, relates } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

const tables = ['registry_object', 'document_entry', 'submission_set', 'folder', 'association'];

describe('affinity reindex', () => {
  let domain: TestDomain;
  let client: pg.Client;
  let patientId: string;
  const reindex = (...args: string[]) => affinity(['reindex', '--data', domain.dataFolder, ...args]);
  /** The lines the registry tells when it is asked itself. */
  const rebuild = (what: string) => {
    const { url } = domain.state.endpoints.find((each) => each.url.endsWith('/registry/reindex'))!;
    return collect(readJsonLines(new URL(`${url}?${what}`), undefined, 'POST'));
  };
  const rows = async () => {
    const found: Record<string, unknown[]> = {};
    for (const table of tables) found[table] = (await client.query(`select * from ${table} order by entry_uuid`)).rows;
    return found;
  };

  beforeAll(async () => {
    domain = await aRunningDomain();
    patientId = await feedOnePatient(domain, 'P1');
    client = new pg.Client({ connectionString: domain.running.databaseUrl });
    await client.connect();
    await client.query('set search_path to document_registry');
    await provide(domain, { set: 'S1', documents: { a: 'a', b: 'b' }, folders: ['F'], patientId });
    await provide(domain, { set: 'S2', documents: { c: 'c' }, more: [relates('c', 'RPLC', 'a')], patientId });
    await provide(domain, { set: 'S3', more: files('S3', 'F', 'b'), patientId });
    await importInstance(domain, aCtInstance());
    await publishStudy(domain, '2.25.1001', patientId);
  });
  afterAll(async () => {
    await client.end();
    await domain[Symbol.asyncDispose]();
  });

  it('writes nothing where every column says what its text says', async () => {
    const before = await rows();
    const run = await reindex('--json');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const all = tables.slice(1).reduce((sum, table) => sum + before[table]!.length, 0);
    expect(run.json()).toMatchObject({ rows: all, changed: 0, unreadable: [] });
    expect(await rows()).toEqual(before);
  });

  it('makes columns and keys again from the texts, and what could not be found is found', async () => {
    const before = await rows();
    await client.query(`update document_entry set class_code = 'x', creation_time = null, reference_id_list = '{}',
      event_code_list = '{}', size = 0, availability_status = 'x'`);
    await client.query(`update submission_set set source_id = '1.9'; update folder set code_list = '{}'`);
    await client.query(
      `update association set type = 'x' where entry_uuid in (select entry_uuid from association limit 2)`,
    );
    await client.query(`delete from registry_object where kind in ('DocumentEntry', 'Association')`);
    expect(await findDocuments(domain, patientId)).toEqual([]);
    expect((await rebuild('rows')).at(-1)).toEqual({ done: true });
    expect(await rows()).toEqual(before);
    const found = (await findDocuments(domain, patientId)).map(({ uniqueId }) => uniqueId);
    expect(found).toEqual(expect.arrayContaining([oidOf('b'), oidOf('c')]));
  });

  it('rebuilds every index, also one that a broken-off rebuilding has left half built', async () => {
    await client.query(`create index half_ccnew on registry_object (kind)`);
    await client.query(`update pg_index set indisvalid = false where indexrelid = 'half_ccnew'::regclass`);
    const lines = await rebuild('indexes');
    const [first] = lines;
    expect(lines.filter((line) => 'index' in line)).toHaveLength(Number(first!.indexes));
    expect(Number(first!.indexes)).toBeGreaterThan(20);
    const invalid = await client.query(
      `select from pg_index i join pg_class c on c.oid = i.indexrelid
       where c.relnamespace = 'document_registry'::regnamespace and (not indisvalid or relname ~ 'ccnew')`,
    );
    expect(invalid.rows).toEqual([]);
  });

  it('goes on beside submissions and replacements and loses nothing of them', async () => {
    const state = { running: true };
    let n = 0;
    const work = (async () => {
      for (; state.running; n++) {
        const more = n === 0 ? [] : [relates(`w${n}`, 'RPLC', `w${n - 1}`)];
        await provide(domain, { set: `Sw${n}`, documents: { [`w${n}`]: `w${n}` }, more, patientId });
      }
    })();
    expect((await rebuild('rows&indexes')).at(-1)).toEqual({ done: true });
    state.running = false;
    await work;
    const [approved] = [await findDocuments(domain, patientId)];
    const chain = approved.filter(({ uniqueId }) => uniqueId?.startsWith(oidOf('w')));
    expect(chain.map(({ uniqueId }) => uniqueId)).toEqual([oidOf(`w${n - 1}`)]);
    const deprecated = await ask(domain, {
      name: 'FindDocuments',
      parameters: { patientId, status: [availabilityStatuses.Deprecated] },
    });
    expect(deprecated.length).toBe(n);
  });

  it('names texts that cannot be read, leaves their rows alone, and says that it was not all', async () => {
    await client.query(`update folder set ebrim = '<rim:RegistryPackage'`);
    const run = await reindex('--only', 'rows', '--json');
    expect(run.code).toBe(4);
    expect(run.json<{ unreadable: unknown[] }>().unreadable).toHaveLength(1);
  });
});
