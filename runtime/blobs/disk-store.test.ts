import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lends } from '../lent-chunks.ts';
import type { BlobStore } from './blob-store.ts';
import { openDiskStore } from './disk-store.ts';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('document storage on disk', () => {
  let folder: string;
  let store: BlobStore;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-blobs-'));
    store = await openDiskStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const staged = () => readdir(path.join(folder, 'staging'));

  it('has no staged file left of what was published, discarded or broke off', async () => {
    const publish = async (size: number) => {
      const blob = await store.stage(chunksOf(randomBytes(size), 65_536));
      await blob.publish();
      return blob;
    };
    const [small, large] = [await publish(10), await publish(3 << 20)];
    expect(await staged()).toEqual([]);
    for (const { key, size } of [small, large]) {
      const again = await store.stage((await store.open(key))!);
      expect([again.key, again.size, (await staged()).length]).toEqual([key, size, 1]);
      await again.publish();
      expect(await staged()).toEqual([]);
    }
    await (await store.stage(chunksOf(randomBytes(10), 10))).discard();
    async function* broken() {
      yield randomBytes(3 << 20);
      throw new Error('peer gone');
    }
    await expect(store.stage(broken())).rejects.toThrow('peer gone');
    expect(await staged()).toEqual([]);
  });

  it('refuses other octets under a name that is taken and leaves those alone', async () => {
    const bytes = randomBytes(1000);
    const blob = await store.stage(chunksOf(bytes, 100));
    const file = path.join(folder, 'objects', blob.key.slice(0, 2), blob.key);
    for (const other of [randomBytes(1000), randomBytes(10)]) {
      await writeFile(file, other);
      await expect(blob.publish()).rejects.toThrow(/Two different documents/);
      expect(Buffer.compare(await readFile(file), other)).toBe(0);
    }
    await blob.discard();
    expect(await staged()).toEqual([]);
  });

  it('lends chunks of memory that is used again, to readers that ask for that', async () => {
    const bytes = randomBytes(5 << 20);
    const blob = await store.stage(chunksOf(bytes, 65_536));
    await blob.publish();
    const sha1 = createHash('sha1');
    const memory = new Set<ArrayBufferLike>();
    const content = (await store.open(blob.key))!;
    if (!lends(content)) throw new Error('nothing is lent');
    const lent = content.lend();
    for (let next = await lent.next(); !next.done; next = await lent.next()) {
      memory.add(next.value.buffer);
      sha1.update(next.value);
    }
    expect(sha1.digest('hex')).toBe(blob.hash);
    expect(memory.size).toBe(2);
  });

  it('removes what ended processes had staged, and nothing that another may still be writing', async () => {
    const ended = spawnSync(process.execPath, ['-e', '0']).pid;
    const host = hostname().replace(/[^A-Za-z0-9-]/g, '-');
    const old = new Date(Date.now() - 25 * 3_600_000);
    const leave = async (name: string, touched?: Date) => {
      await writeFile(path.join(folder, 'staging', name), 'x');
      if (touched !== undefined) await utimes(path.join(folder, 'staging', name), touched, touched);
    };
    await leave(`${host}.${ended}.a`);
    await leave(`${host}.${process.ppid}.b`);
    await leave(`${host}.${process.ppid}.c`, old);
    await leave('elsewhere.1.d');
    await leave('elsewhere.1.e', old);
    const mine = await store.stage(chunksOf(randomBytes(10), 10));
    await openDiskStore(folder);
    const left = await staged();
    expect(left.filter((name) => !name.startsWith(`${host}.${process.pid}.`)).sort()).toEqual(
      [`${host}.${process.ppid}.b`, 'elsewhere.1.d'].sort(),
    );
    await mine.publish();
    expect(await store.size(mine.key)).toBe(10);
    for (const name of left) await rm(path.join(folder, 'staging', name), { force: true });
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
});
