import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affinity, startAffinity } from '../support/affinity.ts';
import { aProxiedDatabase } from '../support/database-proxy.ts';
import { aCtInstance } from '../support/dicom.ts';
import {
  feedOnePatient,
  findDocuments,
  importInstance,
  provide,
  publishStudy,
  retrieve,
} from '../support/domain-traffic.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, reachDomain, type TestDomain } from '../support/running-domain.ts';

describe('affinity backup and restore', () => {
  let folder: string;
  let domain: TestDomain;
  let patientId: string;
  const at = (name: string) => path.join(folder, name);
  const backup = (to: string, ...more: string[]) =>
    affinity(['backup', '--data', domain.dataFolder, '--to', at(to), ...more]);
  const restore = (from: string, to: string, ...more: string[]) =>
    affinity(['restore', '--from', at(from), '--data', at(to), ...more]);
  const manifestOf = async (name: string) => JSON.parse(await readFile(path.join(at(name), 'manifest.json'), 'utf8'));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-backup-'));
    domain = await aRunningDomain();
    patientId = await feedOnePatient(domain, 'P1');
    await importInstance(domain, aCtInstance());
    await publishStudy(domain, '2.25.1001', patientId);
  });
  afterAll(async () => {
    await domain[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('under load, keep everything of one moment: what was acknowledged before is there, and all of it is whole', async () => {
    const state = { running: true };
    const acknowledged: string[] = [];
    const source = async (worker: string) => {
      for (let n = 0; state.running; n++) {
        const name = `${worker}${n}`;
        const answer = await provide(domain, { set: `S${name}`, documents: { [name]: `text of ${name}` }, patientId });
        if (answer.status === 'Success') acknowledged.push(name);
        // Refused: its bytes come and go while the backup is made.
        const other = { set: `S${name}x`, documents: { [`${name}x`]: `refused ${name}` }, patientId: '9^^^&1.2&ISO' };
        expect(await provide(domain, other)).toMatchObject({ status: 'Failure' });
      }
    };
    const sources = ['a', 'b', 'c'].map(source);
    while (acknowledged.length < 10) await new Promise((resolve) => setTimeout(resolve, 20));
    const before = [...acknowledged];
    const made = await backup('one');
    state.running = false;
    await Promise.all(sources);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(await manifestOf('one')).toMatchObject({ format: 1, missing: [] });
    const restored = await restore('one', 'restored');
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const started = await startAffinity(['--data', at('restored')]);
    await using other = await reachDomain(at('restored'));
    const verified = await affinity(['verify', '--json', '--data', at('restored')]);
    expect(verified.json()).toMatchObject({ sound: true, images: 1 });
    const found = (await findDocuments(other, patientId)).map(({ uniqueId }) => uniqueId);
    expect(found).toEqual(expect.arrayContaining(before.map(oidOf)));
    expect((await retrieve(other, before)).documents.map(({ text }) => text)).toEqual(
      before.map((n) => `text of ${n}`),
    );
    // It goes on from there.
    expect(await provide(other, { set: 'Sz', documents: { z: 'later' }, patientId })).toMatchObject({
      status: 'Success',
    });
    await started.stop();
    // Without its domain, too, and with copies instead of second names.
    const again = await affinity(['backup', '--data', at('restored'), '--to', at('again'), '--copy']);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const { storages } = await manifestOf('again');
    expect(storages.find(({ name }: { name: string }) => name === 'documents').documents).toBeGreaterThan(
      before.length,
    );
  }, 180_000);

  it('a restore goes into an external database, and refuses one that is not empty', async () => {
    await using database = await aProxiedDatabase();
    const file = at('external.yaml');
    await writeFile(file, `database: { url: '${database.url}' }\n`);
    expect((await restore('one', 'external', '--config', file)).code).toBe(0);
    const refused = await restore('one', 'external-2', '--config', file);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('The database is not empty');
    // What was begun and not finished is never started.
    const started = await affinity(['start', '--port-base', '0', '--data', at('external-2'), '--config', file]);
    expect(started.code).toBe(5);
    expect(started.stderr).toContain('broken off');
  });

  const tableOf = (name: string) => path.join(at(name), 'database', 'document_registry.document_entry.copy');
  it.each([
    ['a table that was cut', (copy: string) => appendFile(tableOf(copy), 'x'), 'was changed'],
    ['a table that is gone', (copy: string) => rm(tableOf(copy)), 'is not whole'],
    [
      'a document that is gone',
      async (copy: string) => {
        const documents = path.join(at(copy), 'documents', 'document-repository', 'documents');
        const entries = await readdir(documents, { recursive: true, withFileTypes: true });
        const file = entries.find((entry) => entry.isFile())!;
        await rm(path.join(file.parentPath, file.name));
      },
      'does not hold the',
    ],
    ['a manifest that was cut', (copy: string) => truncate(path.join(at(copy), 'manifest.json'), 100), 'is no JSON'],
    ['one that was broken off', (copy: string) => rm(path.join(at(copy), 'manifest.json')), 'is no backup'],
  ])('a backup with %s is refused before anything is restored', async (what, spoil, says) => {
    const copy = `copy ${what}`;
    await cp(at('one'), at(copy), { recursive: true });
    await spoil(copy);
    const run = await restore(copy, `into ${what}`);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(says);
    expect(await readdir(folder)).not.toContain(`into ${what}`);
  });

  it('neither overwrites: a backup needs a new folder, a restore an empty one', async () => {
    const [second, used] = [await backup('one'), await restore('one', 'restored')];
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toContain('exists already');
    expect(used).toMatchObject({ code: 2 });
    expect(used.stderr).toContain('is not empty');
    await mkdir(at('nothing'));
    const nothing = await affinity(['backup', '--data', at('nothing'), '--to', at('of nothing')]);
    expect(nothing.stderr).toContain('No domain has run on');
  });
});
