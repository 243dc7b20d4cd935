import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeCopy, copyPresent, type Reference, RemovedMeanwhile } from './copy-documents.ts';
import { filesOnDisk } from './storage-files.ts';

describe('documents of a backup', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-copy-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const keyOf = (text: string) => createHash('sha1').update(text).digest('hex');
  const place = (text: string) => path.join(folder, 'source', 'objects', keyOf(text).slice(0, 2), keyOf(text));
  const store = async (text: string, bytes = text) => {
    await mkdir(path.dirname(place(text)), { recursive: true });
    await writeFile(place(text), bytes);
  };
  const copyOf = (linked: boolean) => ({
    files: filesOnDisk(path.join(folder, 'source'), linked),
    target: path.join(folder, 'backup'),
    advance: () => undefined,
  });
  const copied = async () => {
    const entries = await readdir(path.join(folder, 'backup'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  const referredTo =
    (...texts: string[]) =>
    async (shard: string): Promise<Reference[]> =>
      texts
        .map((text) => ({ key: keyOf(text), size: text.length, required: text !== 'maybe' }))
        .filter(({ key }) => key.startsWith(shard))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
  const nothing = async () => new Set<string>();
  const everything = async (keys: readonly string[]) => new Set(keys);

  for (const linked of [true, false]) {
    it(`hold what the snapshot refers to, and nothing else (${linked ? 'second names' : 'copies'})`, async () => {
      await store('early');
      await store('refused later');
      await copyPresent(copyOf(linked));
      await rm(place('early'));
      await rm(place('refused later'));
      await store('late');
      const result = await completeCopy(copyOf(linked), referredTo('early', 'late', 'maybe'), nothing);
      expect(result).toMatchObject({ documents: 2, bytes: 9, missing: [] });
      expect((await copied()).sort()).toEqual([keyOf('early'), keyOf('late')].sort());
    });
  }

  it('are not those of a snapshot of which one was removed before it could be copied', async () => {
    await copyPresent(copyOf(true));
    const work = completeCopy(copyOf(true), referredTo('gone'), nothing);
    await expect(work).rejects.toThrow(RemovedMeanwhile);
  });

  it('tell what the database refers to and the storage lacks, or has damaged', async () => {
    await store('damaged', 'damagee');
    await store('longer', 'longer than it was');
    await copyPresent(copyOf(false));
    const result = await completeCopy(copyOf(false), referredTo('lost', 'damaged', 'longer'), everything);
    expect(result.missing.toSorted()).toEqual(['lost', 'damaged', 'longer'].map(keyOf).sort());
    expect(await copied()).toEqual([]);
  });
});
