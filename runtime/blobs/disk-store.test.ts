import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobStore } from './blob-store.ts';
import { openDiskStore } from './disk-store.ts';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(content: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content!) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

describe('document storage on disk', () => {
  let folder: string;
  let store: BlobStore;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-blobs-'));
    store = await openDiskStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const staged = () => readdir(path.join(folder, 'staging'));

  for (const [name, size, chunk] of [
    ['nothing at all', 0, 1],
    ['one octet', 1, 1],
    ['many small chunks', 5_000, 7],
    ['several writes', (3 << 20) + 11, 65_536],
    ['one chunk larger than a write', 2 << 20, 2 << 20],
  ] as const) {
    it(`gives back ${name}, hashed and counted on the way`, async () => {
      const bytes = randomBytes(size);
      const blob = await store.stage(chunksOf(bytes, chunk));
      expect({ hash: blob.hash, size: blob.size }).toEqual({ hash: sha1(bytes), size });
      expect(await store.open(blob.key)).toBeUndefined();
      await blob.publish();
      expect(Buffer.compare(await read(await store.open(blob.key)), bytes)).toBe(0);
      expect(await store.size(blob.key)).toBe(size);
      expect(await staged()).toEqual([]);
    });
  }

  it('reads a range, its end excluded and cut to the size', async () => {
    const bytes = randomBytes(100);
    const blob = await store.stage(chunksOf(bytes, 33));
    await blob.publish();
    expect(await read(await store.open(blob.key, { start: 10, end: 20 }))).toEqual(bytes.subarray(10, 20));
    expect(await read(await store.open(blob.key, { start: 90, end: 500 }))).toEqual(bytes.subarray(90));
  });

  it('keeps nothing of a source that breaks off', async () => {
    async function* broken() {
      yield randomBytes(3 << 20);
      throw new Error('peer gone');
    }
    await expect(store.stage(broken())).rejects.toThrow('peer gone');
    expect(await staged()).toEqual([]);
  });

  it('stores equal documents once and removes them once', async () => {
    const bytes = randomBytes(1000);
    const [one, two] = await Promise.all([store.stage(chunksOf(bytes, 10)), store.stage(chunksOf(bytes, 999))]);
    await Promise.all([one!.publish(), two!.publish()]);
    expect(one!.key).toBe(two!.key);
    expect(await store.remove(one!.key)).toBe(true);
    expect(await store.remove(one!.key)).toBe(false);
    expect(await store.open(one!.key)).toBeUndefined();
  });

  it('forgets what is discarded, and discarding after publishing harms nothing', async () => {
    const forgotten = await store.stage(chunksOf(randomBytes(10), 10));
    await forgotten.discard();
    expect(await staged()).toEqual([]);
    const kept = await store.stage(chunksOf(randomBytes(10), 10));
    await kept.publish();
    await kept.discard();
    expect(await store.size(kept.key)).toBe(10);
  });

  it('clears what a killed process had staged', async () => {
    await writeFile(path.join(folder, 'staging', 'left-over'), 'x');
    await openDiskStore(folder);
    expect(await staged()).toEqual([]);
  });

  it('has every folder a document may need before the first one comes, and makes again what is missing', async () => {
    const objects = path.join(folder, 'objects');
    const names = (await readdir(objects)).sort();
    expect([names.length, names[0], names.at(-1)]).toEqual([256, '00', 'ff']);
    const other = await mkdtemp(path.join(tmpdir(), 'affinity-blobs-'));
    await mkdir(path.join(other, 'objects', '7f'), { recursive: true });
    await openDiskStore(other);
    expect((await readdir(path.join(other, 'objects'))).sort()).toEqual(names);
    await rm(other, { recursive: true, force: true });
  });

  it('never makes a path of a key that is not a content address', async () => {
    for (const key of ['../../etc/passwd', '', 'A'.repeat(40)]) {
      expect(await store.open(key)).toBeUndefined();
      expect(await store.size(key)).toBeUndefined();
      expect(await store.remove(key)).toBe(false);
    }
  });
});
