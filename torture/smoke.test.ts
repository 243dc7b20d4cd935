import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultCodesFile } from '../cli/package-root.ts';
import { type CodeSets, readCodeSets } from '../schemas/vocabulary/code-sets.ts';
import { checkAfter } from './check.ts';
import { feedOnePatient, openConnections } from './connections.ts';
import { startLoad } from './load.ts';
import { seededRandom } from './random.ts';
import { summaryOf, torture } from './run.ts';
import { startWorld } from './world.ts';

describe('torture', () => {
  let folder: string;
  let codeSets: CodeSets;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-torture-'));
    ({ codeSets } = readCodeSets(await readFile(defaultCodesFile(), 'utf8')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('loses nothing in three rounds', async () => {
    const lines: string[] = [];
    const tell = (line: string) => lines.push(line);
    const result = await torture({ rounds: 3, seed: 5, seconds: 600, folder, codeSets, tell });
    expect(result.losses).toEqual({ lost: [], half: [], orphans: [], duplicates: [] });
    expect(result.acknowledged).toBeGreaterThan(0);
    expect(lines).toHaveLength(3);
    expect(summaryOf(result)).toMatch(
      /^rounds 3, kills registry \d repository \d postgresql \d, acknowledged \d+, lost 0, half 0, orphans 0, duplicates 0$/,
    );
  }, 180_000);

  it('sees what is lost, half, too much or twice', async () => {
    await using world = await startWorld(folder);
    const peers = openConnections();
    const { addresses } = world;
    const patientId = await feedOnePatient(peers, addresses);
    const load = startLoad({ peers, addresses, codeSets, patientId, random: seededRandom(1) });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await load.drain();
    const check = () => checkAfter({ peers, addresses }, load.attempts, true);
    expect(await check()).toEqual({ lost: [], half: [], orphans: [], duplicates: [] });
    const provided = load.attempts.filter(({ transaction }) => transaction === 'ITI-41');
    const [unentered, unregistered, bare, twin] = provided.map(({ documents }) => documents[0]!.uniqueId);
    const client = new pg.Client({ connectionString: await databaseUrl(folder) });
    await client.connect();
    const entryOf = `(select entry_uuid from document_registry.registry_object where unique_id = $1)`;
    await client.query('delete from document_repository.document where unique_id = $1', [unentered]);
    await client.query('delete from document_registry.registry_object where unique_id = $1', [unregistered]);
    await client.query(`delete from document_registry.association where target = ${entryOf}`, [bare]);
    const columns = await client.query<{ list: string }>(
      `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as list from information_schema.columns
       where table_schema = 'document_registry' and table_name = 'document_entry' and column_name <> 'entry_uuid'`,
    );
    const { list } = columns.rows[0]!;
    await client.query(
      `with fresh as (select gen_random_uuid() as id),
       entry as (insert into document_registry.document_entry (entry_uuid, ${list})
         select fresh.id, ${list} from document_registry.document_entry, fresh where entry_uuid = ${entryOf})
       insert into document_registry.registry_object (entry_uuid, kind, patient_id, unique_id, copy)
       select fresh.id, kind, patient_id, unique_id, 1 from document_registry.registry_object, fresh where unique_id = $1`,
      [twin],
    );
    await client.end();
    const losses = await check();
    const about = (found: readonly string[], id: string | undefined) => found.filter((what) => what.includes(id!));
    expect(about(losses.lost, unentered).length).toBeGreaterThan(0);
    expect(about(losses.lost, unregistered).length).toBeGreaterThan(0);
    expect(about(losses.orphans, unregistered).length).toBeGreaterThan(0);
    expect(losses.half.length).toBeGreaterThan(0);
    expect(about(losses.duplicates, twin).length).toBeGreaterThan(0);
    expect(losses.orphans.some((what) => what.startsWith('blob-without-document'))).toBe(true);
    await peers.close();
  }, 180_000);
});

/** Where the world's PostgreSQL is, as its pid file says. */
async function databaseUrl(folder: string): Promise<string> {
  expect(await readdir(folder)).toContain('postgres');
  const socketFolder = (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[4]!;
  return `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(socketFolder)}`;
}
