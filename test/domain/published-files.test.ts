import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affinity, type StartedDomain, startAffinity } from '../support/affinity.ts';

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const studies = path.join(shared, 'dicom', 'studies');
const documents = path.join(shared, 'documents');
const present = existsSync(studies) && existsSync(documents);

const sha1 = (file: string) => createHash('sha1').update(readFileSync(file)).digest('hex');
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
const hashes = (files: readonly string[]) => files.map(sha1).sort();

/** The published studies and documents, through the command line as a user would send and fetch them. */
describe.skipIf(!present)('published files go in and come out, byte for byte', () => {
  let folder: string;
  let domain: StartedDomain;
  const run = (...args: string[]) => affinity([...args, '--data', path.join(folder, 'domain')]);
  const addPatient = (id: string) =>
    run('patient', 'add', '--id', id, '--name', `Test^${id}`, '--birth-date', '19700101', '--sex', 'O');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-files-'));
    domain = await startAffinity(['--data', path.join(folder, 'domain')]);
  });
  afterAll(async () => {
    await domain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('every document', async () => {
    expect(await addPatient('DOCS')).toMatchObject({ code: 0 });
    const files = filesBelow(documents);
    expect(await run('submit', ...files, '--patient', 'DOCS')).toMatchObject({ code: 0 });
    const found = await run('query', 'FindDocuments', '--patient', 'DOCS', '--json');
    expect(found.json<unknown[]>()).toHaveLength(files.length);
    const out = path.join(folder, 'documents');
    expect(await run('retrieve', '--patient', 'DOCS', '--out', out)).toMatchObject({ code: 0 });
    expect(hashes(filesBelow(out))).toEqual(hashes(files));
  });

  it.each(present ? readdirSync(studies) : [])('study %s', async (study) => {
    const sent = filesBelow(path.join(studies, study)).filter((file) => file.endsWith('.dcm'));
    expect(await addPatient(study)).toMatchObject({ code: 0 });
    const submitted = await run('submit-study', path.join(studies, study), '--patient', study, '--json');
    const { studies: published, refused } = submitted.json<{
      studies: { instances: number }[];
      refused: { file: string }[];
    }>();
    expect(refused.every(({ file }) => !file.endsWith('.dcm'))).toBe(true);
    // Manifests that lie in the folders are kept, not published: the domain makes its own.
    const images = sent.filter((file) => !/(kos|MADO_KOS_B)\.dcm$/.test(file));
    const back = new Set<string>();
    // One instance may have been sent in several encodings: each is asked for.
    for (const syntax of new Set(images.map(transferSyntaxOf))) {
      const out = path.join(folder, `${study}-${syntax}`);
      const retrieved = await run('retrieve-study', '--patient', study, '--out', out, '--transfer-syntax', syntax);
      expect(retrieved).toMatchObject({ code: 0 });
      const files = filesBelow(out);
      expect(files).toHaveLength(published.reduce((sum, { instances }) => sum + instances, 0));
      for (const hash of hashes(files)) back.add(hash);
    }
    expect([...back].sort()).toEqual(hashes(images));
  });
});

/** (0002,0010), found by its tag in Explicit VR Little Endian: group, element, UI, length, value. */
function transferSyntaxOf(file: string): string {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(Buffer.from([0x02, 0x00, 0x10, 0x00, 0x55, 0x49]));
  return bytes.toString('latin1', at + 8, at + 8 + bytes.readUInt16LE(at + 6)).replace(/\0$/, '');
}
