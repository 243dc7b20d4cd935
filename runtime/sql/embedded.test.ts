import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded.ts';
import { openDatabase } from './postgres.ts';

const folders: string[] = [];
async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'affinity-pgtest-'));
  folders.push(made);
  return made;
}
afterEach(async () => {
  for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true });
});

const notes = { name: '0001', up: 'create table note (x text)' };

describe('embedded PostgreSQL', () => {
  it('starts below a folder only its owner may enter, keeps rows over a restart, is durable', async () => {
    const closed = path.join(await folder(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    const dataFolder = path.join(closed, 'a long name with spaces '.repeat(6), 'postgres');
    const first = await startEmbeddedPostgres({ dataFolder });
    const database = await openDatabase({ url: first.url, schema: 'notes', migrations: [notes] });
    await database.query("insert into note values ('kept')");
    expect(await database.query('show fsync')).toEqual([{ fsync: 'on' }]);
    await database.close();
    await first.stop();
    const second = await startEmbeddedPostgres({ dataFolder });
    const again = await openDatabase({ url: second.url, schema: 'notes', migrations: [notes] });
    expect(await again.query('select x from note')).toEqual([{ x: 'kept' }]);
    await again.close();
    await second.stop();
  });

  it('clears a server that a killed process left running', async () => {
    const dataFolder = path.join(await folder(), 'postgres');
    const orphan = await startEmbeddedPostgres({ dataFolder });
    const next = await startEmbeddedPostgres({ dataFolder });
    expect(next.pid).not.toBe(orphan.pid);
    const database = await openDatabase({ url: next.url, schema: 'notes', migrations: [notes] });
    expect(await database.ready()).toBe(true);
    await database.close();
    await next.stop();
    await orphan.stop();
  });

  it('clears a lock whose number now belongs to another process', async () => {
    const dataFolder = path.join(await folder(), 'postgres');
    const first = await startEmbeddedPostgres({ dataFolder });
    const lock = await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8');
    await first.stop();
    await writeFile(path.join(dataFolder, 'postmaster.pid'), lock.replace(/^\d+/, String(process.pid)));
    const second = await startEmbeddedPostgres({ dataFolder });
    await second.stop();
  });

  it('two servers with their own folders run side by side', async () => {
    const base = await folder();
    const servers = await Promise.all(
      ['a', 'b'].map((name) => startEmbeddedPostgres({ dataFolder: path.join(base, name) })),
    );
    expect(servers[0]!.url).not.toBe(servers[1]!.url);
    await Promise.all(servers.map((server) => server.stop()));
  });

  it.skipIf(process.platform !== 'linux')('leads its own process group: a Ctrl-C is left to the domain', async () => {
    const server = await startEmbeddedPostgres({ dataFolder: path.join(await folder(), 'postgres') });
    const [, , group] = (await readFile(`/proc/${server.pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
    expect(group).toBe(String(server.pid));
    await server.stop();
  });

  it('refuses a cluster of another version with what to do', async () => {
    const dataFolder = path.join(await folder(), 'postgres');
    await mkdir(dataFolder);
    await writeFile(path.join(dataFolder, 'PG_VERSION'), '15\n');
    await expect(startEmbeddedPostgres({ dataFolder })).rejects.toThrow('database.url');
  });
});
