import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../test/support/raw-http.ts';
import { Unavailable } from '../unavailable.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
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

/** Starts a server in a process of its own, kills that process, and gives the number of the server it leaves. */
async function startedByAKilledProcess(dataFolder: string): Promise<number> {
  const script = `const { startEmbeddedPostgres } = await import(process.argv[1]);
    console.log((await startEmbeddedPostgres({ dataFolder: process.argv[2] })).pid);
    setInterval(() => {}, 1000);`;
  const module = new URL('./embedded.ts', import.meta.url).href;
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const args = ['--import', pathToFileURL(tsx).href, '--input-type=module', '-e', script, module, dataFolder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return Number(said.toString());
}

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
    const orphan = await startedByAKilledProcess(dataFolder);
    expect(await findEmbeddedPostgres(dataFolder)).toBeDefined();
    const next = await startEmbeddedPostgres({ dataFolder });
    expect(next.pid).not.toBe(orphan);
    expect(await findEmbeddedPostgres(dataFolder)).toBe(next.url);
    const database = await openDatabase({ url: next.url, schema: 'notes', migrations: [notes] });
    expect(await database.ready()).toBe(true);
    await database.close();
    await next.stop();
    expect(await findEmbeddedPostgres(dataFolder)).toBeUndefined();
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

  it('starts again by itself when it is killed, on the same socket, so that pools go on', async () => {
    const server = await startEmbeddedPostgres({ dataFolder: path.join(await folder(), 'postgres') });
    const { url, pid } = server;
    const database = await openDatabase({ url, schema: 'notes', migrations: [notes] });
    await database.query("insert into note values ('kept')");
    for (let round = 0; round < 2; round++) {
      const killed = server.pid;
      process.kill(killed, 'SIGKILL');
      await until(async () => server.pid !== killed && (await database.ready()), Boolean, 30_000);
      expect(await database.query('select x from note')).toEqual([{ x: 'kept' }]);
    }
    expect(server).toMatchObject({ url });
    expect(server.pid).not.toBe(pid);
    await database.close();
    await server.stop();
    await expect(openDatabase({ url, schema: 'notes', migrations: [notes] })).rejects.toThrow(Unavailable);
  });

  it('is gone after stop, also when it was being started again', async () => {
    const server = await startEmbeddedPostgres({ dataFolder: path.join(await folder(), 'postgres') });
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    await server.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    if (server.pid !== pid) expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  });

  it('refuses a cluster of another version with what to do', async () => {
    const dataFolder = path.join(await folder(), 'postgres');
    await mkdir(dataFolder);
    await writeFile(path.join(dataFolder, 'PG_VERSION'), '15\n');
    await expect(startEmbeddedPostgres({ dataFolder })).rejects.toThrow('database.url');
  });
});
