import { createHash } from 'node:crypto';
import { mkdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { type DocumentFiles, keysIn, shards, sizeOf, syncFolder } from './storage-files.ts';

/** What the tables of a snapshot, or of this moment, refer to in one storage. */
export interface Reference {
  readonly key: string;
  /** Octets. */
  readonly size: number;
  /** False for bytes that may not have been published yet. */
  readonly required: boolean;
}

/** A storage that is being backed up. */
export interface StorageCopy {
  readonly files: DocumentFiles;
  /** Folder of its documents in the backup. */
  readonly target: string;
  readonly advance: (documents: number) => void;
}

/** What one storage of a backup holds. */
export interface CopiedStorage {
  readonly documents: number;
  readonly bytes: number;
  /** Of a line `key size` each. */
  readonly sha256: string;
  /** Required ones that the storage does not have, or not whole. */
  readonly missing: readonly string[];
}

/** Copies whatever is there now. Long, and not bound to any moment of the database. */
export async function copyPresent({ files, target, advance }: StorageCopy): Promise<void> {
  for (const shard of shards) {
    const folder = path.join(target, shard);
    await mkdir(folder, { recursive: true });
    const there = new Set(await keysIn(folder));
    const keys = (await files.keys(shard)).filter((key) => !there.has(key));
    for (const key of keys) {
      await files.copy(key, path.join(folder, key));
      advance(1);
    }
    await syncFolder(folder);
  }
}

/** A document was removed between the snapshot and its copy: another snapshot has to be taken. */
export class RemovedMeanwhile extends Error {}

/**
 * Makes the copy hold exactly what a snapshot refers to: what came since `copyPresent` is added, what the snapshot does
 * not know is dropped.
 *
 * Throws RemovedMeanwhile when something the snapshot refers to is gone, and `still` says that nothing refers to it any
 * more. What is gone although it is referred to is damage that was there before; it is told, not hidden.
 */
export async function completeCopy(
  { files, target }: StorageCopy,
  referred: (shard: string) => Promise<readonly Reference[]>,
  still: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<CopiedStorage> {
  const sha256 = createHash('sha256');
  const total = { documents: 0, bytes: 0, missing: [] as string[] };
  for (const shard of shards) {
    const folder = path.join(target, shard);
    const extra = new Set(await keysIn(folder));
    const absent: string[] = [];
    for (const { key, size, required } of await referred(shard)) {
      const copied = extra.delete(key) ? 'copied' : await files.copy(key, path.join(folder, key));
      const whole = copied === 'copied' && (await sizeOf(path.join(folder, key))) === size;
      if (copied === 'copied' && !whole) await unlink(path.join(folder, key));
      if (whole) {
        sha256.update(`${key} ${size}\n`);
        total.documents++;
        total.bytes += size;
      } else if (required) absent.push(key);
    }
    for (const key of extra) await unlink(path.join(folder, key));
    await syncFolder(folder);
    const damage = absent.length === 0 ? new Set<string>() : await still(absent);
    if (damage.size < absent.length) throw new RemovedMeanwhile();
    total.missing.push(...absent);
  }
  return { ...total, sha256: sha256.digest('hex') };
}
