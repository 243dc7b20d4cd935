import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affinity, affinityUnread, type StartedDomain, startAffinity } from '../support/affinity.ts';
import { aCtInstance } from '../support/dicom.ts';

describe('affinity, the command line', () => {
  let folder: string;
  let data: string;
  let domain: StartedDomain;
  const run = (...args: string[]) => affinity([...args, '--data', data]);
  const file = async (name: string, content: string) => {
    const full = path.join(folder, name);
    await writeFile(full, content);
    return full;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-cli-'));
    data = path.join(folder, 'domain');
    domain = await startAffinity(['--data', data]);
  });
  afterAll(async () => {
    await domain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('feeds a patient under two ids and finds the cross-reference', async () => {
    const person = ['--name', 'Muster^Erika', '--birth-date', '19640812', '--sex', 'F'];
    expect(await run('patient', 'add', '--id', 'AFF-1', ...person)).toMatchObject({ code: 0 });
    expect(await run('patient', 'add', '--id', 'LOCAL-1', '--domain', 'HOSPITAL_A', ...person)).toMatchObject({
      code: 0,
    });
    const found = await run('patient', 'find', '--id', 'LOCAL-1', '--json');
    expect(found.json<{ crossReferences: { id: string }[] }[]>()).toMatchObject([
      { crossReferences: [{ id: 'AFF-1' }] },
    ]);
    expect((await run('patient', 'find', '--id', 'nobody')).code).toBe(3);
  });

  it('seeds a registry with patients and entries for measurements, once', async () => {
    const seed = ['bench', 'seed', '--entries', '40', '--patients', '4', '--json'];
    const seeded = await run(...seed);
    expect(seeded.code).toBe(0);
    expect(seeded.json()).toMatchObject({ entries: 40, patients: 4 });
    const query = await run('query', 'FindDocuments', '--patient', 'SEED-1-1', '--json');
    expect(query.json<unknown[]>().length).toBeGreaterThan(0);
    const again = await run(...seed);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('XDSDuplicateUniqueIdInRegistry')]);
    expect((await run('bench', 'seed', '--entries', '4', '--patients', '5')).code).toBe(2);
  });

  it('submits for a local id, queries and retrieves the same octets', async () => {
    const letter = await file('letter.txt', 'Dear colleague,\n');
    const submitted = await run(
      'submit',
      letter,
      '--patient',
      'LOCAL-1',
      '--domain',
      'HOSPITAL_A',
      '--title',
      'Letter',
      '--json',
    );
    expect(submitted.code).toBe(0);
    const [{ uniqueId }] = submitted.json<[{ uniqueId: string }]>();
    const query = await run('query', 'FindDocuments', '--patient', 'AFF-1', '--json');
    expect(query.json()).toMatchObject([{ uniqueId, mimeType: 'text/plain', title: [{ value: 'Letter' }] }]);
    const everyone = await run('query', 'FindDocumentsForMultiplePatients', '--patient', 'AFF-1', 'AFF-2', '--json');
    expect(everyone.json()).toMatchObject([{ uniqueId }]);
    const out = path.join(folder, 'out');
    expect(await run('retrieve', '--document', uniqueId, '--out', out)).toMatchObject({ code: 0 });
    const [name] = await readdir(out);
    const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');
    expect(sha1(await readFile(path.join(out, name!)))).toBe(sha1(await readFile(letter)));
    const some = await run('retrieve', '--document', uniqueId, '1.2.3', '--out', out);
    expect([some.code, some.stdout]).toEqual([4, expect.stringMatching(/^1\.2\.3 .*not registered$/m)]);
    const byCode = ['query', 'FindDocuments', '--patient', 'AFF-1', '--class-code', 'REPORTS', '--type', 'Stable'];
    expect((await run(...byCode, '--json')).json()).toMatchObject([{ uniqueId }]);
  });

  it('publishes the other studies of a folder when one is refused, and says which', async () => {
    const person = ['--name', 'Muster^Max', '--birth-date', '19640813', '--sex', 'M'];
    for (const id of ['AFF-3', 'AFF-4']) await run('patient', 'add', '--id', id, ...person);
    const images = path.join(folder, 'images');
    await mkdir(images);
    const study = (n: number) =>
      writeFile(
        path.join(images, `${n}.dcm`),
        aCtInstance({ StudyInstanceUID: `2.25.${n}`, SOPInstanceUID: `2.25.1${n}` }),
      );
    await study(1);
    expect(await run('submit-study', images, '--patient', 'AFF-3')).toMatchObject({ code: 0 });
    await study(2);
    const both = await run('submit-study', images, '--patient', 'AFF-4');
    expect([both.code, both.stdout]).toEqual([4, expect.stringMatching(/^2\.25\.2 .*published$/m)]);
    expect(both.stderr).toContain(
      '1 of 2 studies were refused:\n  2.25.1: study 2.25.1 is published for another patient',
    );
  });

  it.each<[string, string[], number, string]>([
    ['an unknown patient', ['query', 'FindDocuments', '--patient', 'NOBODY'], 3, ''],
    ['an unknown stored query', ['query', 'FindEverything'], 2, 'unknown command'],
    ['a missing option', ['query', 'FindDocuments'], 2, '--patient'],
    ['a query for everything', ['query', 'FindFoldersForMultiplePatients'], 1, 'at least one'],
    ['a patient id of the wrong form', ['query', 'FindDocuments', '--patient', 'a^b'], 2, 'is not of the form'],
    ['a document nobody has', ['retrieve', '--document', '1.2.3', '--out', '/nowhere'], 3, 'No document was found'],
    ['no manifest', ['retrieve-study', '--patient', 'AFF-1', '--out', '/nowhere'], 3, 'No manifest was found'],
    [
      'a file that is not there',
      ['submit', '/no/such/file', '--patient', 'AFF-1'],
      2,
      'cannot be read: there is no such file or folder',
    ],
    ['a folder that is a file', ['retrieve', '--patient', 'AFF-1', '--out', '/etc/hostname'], 2, 'is there already'],
    ['a backup into a file', ['backup', '--to', '/etc/hostname/backup'], 2, 'part of the path is a file'],
    [
      'a coded attribute nobody has',
      ['submit', '/etc/hostname', '--patient', 'AFF-1', '--code', 'clasCode=X'],
      2,
      'there is no clasCode; there are classCode',
    ],
    ['ports too low for those of HL7', ['start', '--port-base', '3000'], 2, 'from 6000 to 65000'],
    ['a level of logging nobody has', ['start', '--log-level', 'loud'], 2, 'It must be one of trace'],
    ['an address that is none', ['verify', '--registry', 'here'], 2, 'Write an address'],
    [
      'a word that is no type',
      ['query', 'FindDocuments', '--patient', 'AFF-1', '--type', 'stable'],
      2,
      'Stable, OnDemand',
    ],
    ['a folder without DICOM', ['submit-study', '/etc/hostname', '--patient', 'AFF-1'], 3, 'not taken'],
    [
      'a code outside the value set',
      ['submit', '/etc/hostname', '--patient', 'AFF-1', '--code', 'classCode=NONE'],
      2,
      'classCode',
    ],
    [
      'a sex HL7 does not know',
      ['patient', 'add', '--id', 'x', '--name', 'A^B', '--birth-date', '20000101', '--sex', 'X'],
      2,
      'F, M, O, U',
    ],
    [
      'a day that is none',
      ['patient', 'add', '--id', 'x', '--name', 'A^B', '--birth-date', '20000231', '--sex', 'F'],
      2,
      'YYYYMMDD',
    ],
  ])('answers %s with its exit code and a sentence', async (_, args, code, says) => {
    const result = await run(...args);
    expect(result.stderr).toContain(says);
    expect(result.code).toBe(code);
  });

  it('submits files one by one', async () => {
    const files = await Promise.all([file('one.txt', 'one'), file('two.txt', 'two')]);
    const submit = ['submit', ...files, '--separately', '--patient', 'AFF-1', '--json'];
    const both = await run(...submit);
    expect([both.code, both.json<unknown[]>().length]).toEqual([0, 2]);
  });

  it('refuses a patient the registry does not know, with the standard code', async () => {
    const letter = await file('unknown.txt', 'x');
    const result = await run('submit', letter, '--patient', 'NOBODY');
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain('XDSUnknownPatientId');
  });

  it('ends quietly when nobody reads on', async () => {
    const example = fileURLToPath(new URL('../../config/domain.example.yaml', import.meta.url));
    expect(await affinityUnread(['check-config', example])).toEqual({ code: 0, stderr: '' });
  });

  it('says when no domain runs, and keeps a second one off the same folder', async () => {
    const nowhere = await affinity(['endpoints', '--data', path.join(folder, 'nothing')]);
    expect(nowhere).toMatchObject({ code: 5 });
    expect(nowhere.stderr).toContain('No domain runs');
    const second = await affinity(['start', '--data', data, '--port-base', '0']);
    expect(second).toMatchObject({ code: 5 });
    expect(second.stderr).toContain('is in use by a running domain');
  });

  it('names a certificate that is not there', async () => {
    const config = await file('tls.yaml', 'listen: { tls: { cert: no.pem, key: no.pem } }');
    const run = await affinity(['start', '--data', path.join(folder, 'tls'), '--config', config]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('no.pem: there is no such file or folder.')]);
  });

  it('ends when a port is taken, whatever listened by then', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const config = await file('taken.yaml', `actors: { document-registry: { mllpPort: ${port} } }`);
    const start = ['start', '--port-base', '0', '--data', path.join(folder, 'taken'), '--config', config];
    const run = await affinity(start).finally(() => taken.close());
    expect([run.code, run.stderr]).toEqual([
      5,
      expect.stringContaining(`127.0.0.1:${port}: another program listens there`),
    ]);
  });

  it('has everything still after the domain was killed', async () => {
    await domain.kill();
    domain = await startAffinity(['--data', data]);
    const query = await run('query', 'FindDocuments', '--patient', 'AFF-1', '--json');
    expect(query.json<unknown[]>()).toHaveLength(3);
    expect(await domain.stop()).toBe(0);
    expect((await run('endpoints')).code).toBe(5);
    domain = await startAffinity(['--data', data]);
  });
});
