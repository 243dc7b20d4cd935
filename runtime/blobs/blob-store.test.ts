import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../schemas/sequence.ts';
import { anObjectStorage, realObjectStorage } from '../../test/support/object-storage.ts';
import { createLogger } from '../log.ts';
import type { BlobStore } from './blob-store.ts';
import { openDiskStore } from './disk-store.ts';
import type { S3Settings } from './s3/settings.ts';
import { openS3Store } from './s3-store.ts';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(content: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content!) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

/** An implementation, fresh and empty, with what has to be taken down after it. */
interface Opened {
  readonly store: BlobStore;
  readonly close: () => Promise<void>;
}

async function onDisk(): Promise<Opened> {
  const folder = await mkdtemp(path.join(tmpdir(), 'affinity-blobs-'));
  const store = await openDiskStore(folder);
  return { store, close: () => rm(folder, { recursive: true, force: true }) };
}

async function overS3(settings: S3Settings, after: () => Promise<void>): Promise<Opened> {
  const store = await openS3Store(settings, { log: createLogger({ level: 'silent' }) });
  return {
    store,
    close: async () => {
      for await (const key of store.keys()) await store.remove(key);
      await store[Symbol.asyncDispose]();
      await after();
    },
  };
}

const real = realObjectStorage(`contract-${randomUUID()}/`);
const implementations: readonly { name: string; absent?: boolean; open: () => Promise<Opened> }[] = [
  { name: 'on disk', open: onDisk },
  {
    name: 'in object storage',
    open: async () => {
      const storage = await anObjectStorage();
      return overS3(storage.settings, async () => storage[Symbol.asyncDispose]());
    },
  },
  {
    name: 'in the object storage AFFINITY_TEST_S3_URL names',
    absent: real === undefined,
    open: () => overS3(real!, async () => undefined),
  },
];

for (const { name, absent = false, open } of implementations) {
  describe.skipIf(absent)(`document storage ${name}`, () => {
    let opened: Opened;
    let store: BlobStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());
    const publish = async (bytes: Uint8Array, chunk = 65_536) => {
      const blob = await store.stage(chunksOf(bytes, chunk));
      await blob.publish();
      return blob;
    };

    for (const [what, size, chunk] of [
      ['nothing at all', 0, 1],
      ['one octet', 1, 1],
      ['many small chunks', 5_000, 7],
      ['what just about counts as small', 1 << 20, 65_536],
      ['a little more than that', (1 << 20) + 1, 65_536],
      ['several writes', (3 << 20) + 11, 65_536],
      ['exactly one part', 5 << 20, 100_000],
      ['several parts, the last one short', (17 << 20) + 3, 1 << 20],
      ['one chunk larger than two parts', 11 << 20, 11 << 20],
    ] as const) {
      it(`gives back ${what}, hashed and counted on the way`, async () => {
        const bytes = randomBytes(size);
        const blob = await store.stage(chunksOf(bytes, chunk));
        expect({ hash: blob.hash, size: blob.size, key: blob.key }).toEqual({
          hash: sha1(bytes),
          size,
          key: sha1(bytes),
        });
        expect(await store.open(blob.key)).toBeUndefined();
        await blob.publish();
        await blob.publish();
        expect(Buffer.compare(await read(await store.open(blob.key)), bytes)).toBe(0);
        expect(await store.size(blob.key)).toBe(size);
      });
    }

    it('reads a range, its end excluded and cut to the size', async () => {
      const bytes = randomBytes(3 << 20);
      const { key } = await publish(bytes);
      const size = bytes.length;
      for (const [start, end] of [
        [0, 1],
        [10, 20],
        [0, size],
        [(1 << 20) - 1, (2 << 20) + 1],
        [size - 10, size + 500],
        [size, size + 1],
      ] as const) {
        expect(Buffer.compare(await read(await store.open(key, { start, end })), bytes.subarray(start, end))).toBe(0);
      }
    });

    it('gives chunks that stay what they are while more are read', async () => {
      const bytes = randomBytes((4 << 20) + 5);
      const { key } = await publish(bytes);
      const chunks = await collect((await store.open(key))!);
      expect(Buffer.compare(Buffer.concat(chunks), bytes)).toBe(0);
    });

    it('reads many at once', async () => {
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, i) => randomBytes((i << 18) + 1)).map((bytes) => publish(bytes)),
      );
      const found = await Promise.all(all.map(async ({ key }) => sha1(await read(await store.open(key)))));
      expect(found).toEqual(all.map(({ hash }) => hash));
    });

    it('can be left in the middle of reading', async () => {
      const { key } = await publish(randomBytes(8 << 20));
      for (let i = 0; i < 5; i++) {
        for await (const chunk of (await store.open(key))!) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
      }
    });

    it('keeps nothing of a source that breaks off, however much had come', async () => {
      // Long enough that no other test can have stored the same octets by chance.
      for (const size of [20, 1000, 3 << 20, 12 << 20]) {
        const bytes = randomBytes(size);
        async function* broken() {
          yield* chunksOf(bytes, 65_536);
          throw new Error('peer gone');
        }
        await expect(store.stage(broken())).rejects.toThrow('peer gone');
        expect(await store.size(sha1(bytes))).toBeUndefined();
      }
    });

    it('stores equal documents once and removes them once', async () => {
      for (const size of [1000, 6 << 20]) {
        const bytes = randomBytes(size);
        const [one, two] = await Promise.all([
          store.stage(chunksOf(bytes, 1000)),
          store.stage(chunksOf(bytes, 99_999)),
        ]);
        await one!.publish();
        await two!.publish();
        expect(one!.key).toBe(two!.key);
        expect(Buffer.compare(await read(await store.open(one!.key)), bytes)).toBe(0);
        expect(await store.remove(one!.key)).toBe(true);
        expect(await store.remove(one!.key)).toBe(false);
        expect(await store.open(one!.key)).toBeUndefined();
      }
    });

    it('stores equal documents that are published at the same moment', async () => {
      const bytes = randomBytes(2 << 20);
      const staged = await Promise.all(Array.from({ length: 4 }, () => store.stage(chunksOf(bytes, 65_536))));
      await Promise.all(staged.map((blob) => blob.publish()));
      expect(sha1(await read(await store.open(staged[0]!.key)))).toBe(staged[0]!.hash);
    });

    it('forgets what is discarded, and discarding after publishing harms nothing', async () => {
      for (const size of [10, 2 << 20]) {
        const forgotten = await store.stage(chunksOf(randomBytes(size), 65_536));
        await forgotten.discard();
        await forgotten.discard();
        expect(await store.size(forgotten.key)).toBeUndefined();
        const kept = await publish(randomBytes(size));
        await kept.discard();
        expect(await store.size(kept.key)).toBe(size);
      }
    });

    it('lists the keys of what is published, in order, from any key on', async () => {
      const before = await collect(store.keys());
      for (let n = 0; n < 20; n++) await publish(Buffer.from(`listed ${name} ${n}`));
      await store.stage(chunksOf(Buffer.from('not published'), 10));
      const all = await collect(store.keys());
      expect(all).toHaveLength(before.length + 20);
      expect(all).toEqual(all.toSorted());
      expect(await collect(store.keys(all[4]))).toEqual(all.slice(5));
    });

    it('never makes a path of a key that is not a content address', async () => {
      for (const key of ['../../etc/passwd', '', 'A'.repeat(40)]) {
        expect(await store.open(key)).toBeUndefined();
        expect(await store.size(key)).toBeUndefined();
        expect(await store.remove(key)).toBe(false);
      }
    });

    it('is ready', async () => {
      expect(await store.ready()).toBe(true);
    });
  });
}
