import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import { feedOnePatient, findDocuments, provide, retrieve } from '../support/domain-traffic.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

const settings = `
actors:
  document-registry: {}
  document-repository: {}
  patient-identifier-cross-reference-manager: { retrySeconds: 0.1 }
`;
const megabyte = 1 << 20;
const codes = ({ errors }: RegistryResponse) => errors.map(({ errorCode }) => errorCode);

/** A file system of a few megabytes in a folder; false where this user may not mount one. */
function mountSmall(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mayMount = process.getuid?.() === 0 && process.platform === 'linux';

describe.skipIf(!mayMount)('a disk that runs full under the Document Repository', () => {
  let domain: TestDomain;
  let patientId: string;
  let folder: string;
  let mounted = false;
  beforeAll(async () => {
    domain = await aRunningDomain(settings);
    folder = path.join(domain.dataFolder, 'document-repository', 'documents');
    mounted = mountSmall(folder);
    // What the repository made at its start lies below the mount now.
    const shards = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
    for (const made of ['staging', ...shards.map((shard) => `objects/${shard}`)]) {
      mkdirSync(path.join(folder, made), { recursive: true });
    }
    patientId = await feedOnePatient(domain, 'P1');
    expect(await provide(domain, { set: 'S1', documents: { kept: 'kept' }, patientId })).toMatchObject({
      status: 'Success',
    });
  });
  afterAll(async () => {
    if (mounted) execFileSync('umount', ['--lazy', folder]);
    await domain[Symbol.asyncDispose]();
  });
  const free = () => statfsSync(folder).bavail;
  const keptText = async () => (await retrieve(domain, ['kept'])).documents.map(({ text }) => text);

  it('[ITI TF-3 Table 4.2.4.1-2] a document it has no room for is XDSRepositoryOutOfResources, and nothing of it is kept', async (test) => {
    if (!mounted) test.skip('this user may not mount a file system');
    const [before, room] = [await domain.kept(), free()];
    const documents = { small: 'small', large: 'x'.repeat(6 * megabyte) };
    expect(codes(await provide(domain, { set: 'S2', documents, patientId }))).toEqual(['XDSRepositoryOutOfResources']);
    expect(await domain.kept()).toEqual(before);
    expect(free()).toBe(room);
    expect((await findDocuments(domain, patientId)).map(({ uniqueId }) => uniqueId)).toEqual([oidOf('kept')]);
  });

  it('reading goes on while nothing more can be taken, and all is well when there is room again', async (test) => {
    if (!mounted) test.skip('this user may not mount a file system');
    const before = await domain.kept();
    const ballast = path.join(folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(free() * statfsSync(folder).bsize));
    expect(free()).toBe(0);
    const later = { set: 'S3', documents: { later: 'later' }, patientId };
    expect(codes(await provide(domain, later))).toEqual(['XDSRepositoryOutOfResources']);
    expect(await keptText()).toEqual(['kept']);
    expect(await domain.kept()).toEqual(before);
    rmSync(ballast);
    expect(await provide(domain, later)).toEqual({ status: 'Success', errors: [] });
    expect((await retrieve(domain, ['kept', 'later'])).documents.map(({ text }) => text)).toEqual(['kept', 'later']);
  });
});
