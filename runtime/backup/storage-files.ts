import { createHash } from 'node:crypto';
import { link, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from '../blobs/blob-store.ts';

/** The two digits that every shard of a storage begins with. */
export const shards: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** Where documents are backed up from. */
export interface DocumentFiles {
  /** Keys that begin with two digits. */
  keys(shard: string): Promise<string[]>;
  /** Gives the bytes of a document a durable name in the backup. */
  copy(key: string, target: string): Promise<Copied>;
}

/** What became of one document: `damaged` bytes are not those its key says, and not kept. */
export type Copied = 'copied' | 'missing' | 'damaged';

/**
 * The published documents of a storage on disk, which may be in use. Documents never change, so that a second name for the
 * file is a copy; where backup and storage lie on different file systems, or `linked` is false, the bytes are copied.
 */
export function filesOnDisk(folder: string, linked: boolean): DocumentFiles {
  const objects = path.join(folder, 'objects');
  return {
    keys: (shard) => keysIn(path.join(objects, shard)),
    copy: async (key, target) => {
      const source = path.join(objects, key.slice(0, 2), key);
      const copied = linked ? await linkFile(source, target) : 'elsewhere';
      return copied === 'elsewhere' ? copyStream(key, await openFile(source), target) : copied;
    },
  };
}

/** The published documents of any storage. */
export function filesOfStore(store: BlobStore): DocumentFiles {
  return {
    keys: async (shard) => {
      const keys: string[] = [];
      for await (const key of store.keys(shard)) {
        if (!key.startsWith(shard)) break;
        keys.push(key);
      }
      return keys;
    },
    copy: async (key, target) => copyStream(key, await store.open(key), target),
  };
}

/** Names of the documents in one folder of a storage or a backup; none when there is no such folder. */
export async function keysIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /^[0-9a-f]{40}$/.test(name)).sort();
}

/** After this, names in the folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  // Some file systems cannot sync a folder; there its names are as durable as they get.
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EINVAL' && error.code !== 'EPERM') throw error;
  });
  await handle.close();
}

/** Octets of a file, or undefined. */
export async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
}

async function linkFile(source: string, target: string): Promise<'copied' | 'missing' | 'elsewhere'> {
  try {
    await link(source, target);
    return 'copied';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return 'copied';
    if (code === 'ENOENT') return 'missing';
    // Another file system, one without links, or no more links to this file.
    if (code === 'EXDEV' || code === 'EPERM' || code === 'ENOTSUP' || code === 'EMLINK') return 'elsewhere';
    throw error;
  }
}

async function openFile(file: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    return (await open(file, 'r')).createReadStream({ highWaterMark: 1 << 20 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Copies and syncs. Bytes that are not what their key says are not kept: a backup must not hold them as if they were. */
async function copyStream(
  key: string,
  content: AsyncIterable<Uint8Array> | undefined,
  target: string,
): Promise<Copied> {
  if (content === undefined) return 'missing';
  await mkdir(path.dirname(target), { recursive: true });
  const unfinished = `${target}.unfinished`;
  const sha1 = createHash('sha1');
  const file = await open(unfinished, 'w');
  try {
    for await (const chunk of content) {
      sha1.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (sha1.digest('hex') === key) {
    await rename(unfinished, target);
    return 'copied';
  }
  await unlink(unfinished);
  return 'damaged';
}
