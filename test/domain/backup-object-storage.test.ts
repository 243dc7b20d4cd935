import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { S3Settings } from '../../runtime/blobs/s3/settings.ts';
import { affinity, startAffinity } from '../support/affinity.ts';
import { feedOnePatient, provide, retrieve } from '../support/domain-traffic.ts';
import { anObjectStorage, type TestObjectStorage } from '../support/object-storage.ts';
import { aRunningDomain, reachDomain, type TestDomain } from '../support/running-domain.ts';

const configuration = ({ endpoint, bucket, accessKeyId, secretAccessKey }: S3Settings, prefix: string) => `
documents:
  storage: s3
  s3: { endpoint: '${endpoint}', bucket: ${bucket}, prefix: '${prefix}', accessKeyId: '${accessKeyId}', secretAccessKey: '${secretAccessKey}' }
`;

describe('affinity backup and restore of documents in an object storage', () => {
  let folder: string;
  let storage: TestObjectStorage;
  let domain: TestDomain;
  let patientId: string;
  const texts = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`d${n}`, `text ${n}`]));
  const at = (name: string) => path.join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-backup-s3-'));
    storage = await anObjectStorage();
    domain = await aRunningDomain(configuration(storage.settings, 'first/'));
    patientId = await feedOnePatient(domain, 'P1');
    await provide(domain, { set: 'S1', documents: texts, patientId });
  });
  afterAll(async () => {
    await domain[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('has every document, and fills another place of the bucket, or a disk', async () => {
    const backup = await affinity(['backup', '--data', domain.dataFolder, '--to', at('one')]);
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    const manifest = JSON.parse(await readFile(path.join(at('one'), 'manifest.json'), 'utf8'));
    expect(manifest.missing).toEqual([]);
    await writeFile(at('bucket.yaml'), configuration(storage.settings, 'second/'));
    await writeFile(at('disk.yaml'), '');
    for (const where of ['bucket', 'disk']) {
      const options = ['--config', at(`${where}.yaml`), '--data', at(where)];
      expect(await affinity(['restore', '--from', at('one'), ...options])).toMatchObject({ code: 0, stderr: '' });
      const started = await startAffinity(options);
      {
        await using restored = await reachDomain(at(where));
        const { documents } = await retrieve(restored, Object.keys(texts));
        expect(documents.map(({ text }) => text)).toEqual(Object.values(texts));
      }
      const verified = await affinity(['verify', '--json', '--data', at(where)]);
      expect(verified.json()).toMatchObject({ sound: true, documents: 10, blobs: 10 });
      await started.stop();
    }
  }, 180_000);
});
