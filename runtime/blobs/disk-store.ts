import { access, constants, type FileHandle, mkdir, open, readdir, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore, StagedBlob } from './blob-store.ts';
import { type PieceBuffers, pieceBuffers } from './disk/buffers.ts';
import { publishFile, syncFolder } from './disk/publish.ts';
import { fileContent } from './disk/read.ts';
import { receive } from './disk/receive.ts';
import { removeAbandoned, stagedName } from './disk/staged-files.ts';
import { missing, storage } from './disk/trouble.ts';

/**
 * Documents as files below one folder: `staging/` for what is still arriving, `objects/ab/<sha1>` for what is
 * published. Every file is synced before it gets its name, and the folder after. All 256 folders are there, and synced,
 * from the start: publishing makes none, and each still finds its files quickly when there are many millions.
 *
 * Staged files of processes that ended are removed at start: nobody can publish them any more.
 */
export async function openDiskStore(folder: string): Promise<BlobStore> {
  const staging = path.join(folder, 'staging');
  const objects = path.join(folder, 'objects');
  await makeFolders(objects);
  await mkdir(staging, { recursive: true });
  await removeAbandoned(staging, Date.now());
  const buffers = pieceBuffers();
  const place = (key: string) => path.join(objects, key.slice(0, 2), key);
  return {
    stage: (source) => stage({ staging, place, buffers }, source),
    open: async (key, range) => {
      const size = legal(key) ? await sizeOf(place(key)) : undefined;
      if (size === undefined) return undefined;
      return fileContent(
        { file: place(key), start: range?.start ?? 0, end: Math.min(range?.end ?? size, size) },
        buffers,
      );
    },
    size: async (key) => (legal(key) ? sizeOf(place(key)) : undefined),
    remove: async (key) => legal(key) && removeFile(place(key)),
    keys: (after = '') => keysBehind(objects, after),
    ready: () => access(staging, constants.W_OK).then(yes, no),
  };
}

const yes = () => true;
const no = () => false;

async function makeFolders(objects: string): Promise<void> {
  await mkdir(objects, { recursive: true });
  const present = new Set(await readdir(objects));
  const names = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
  const absent = names.filter((name) => !present.has(name));
  await Promise.all(absent.map((name) => mkdir(path.join(objects, name), { recursive: true })));
  if (absent.length > 0) for (const made of [objects, path.dirname(objects)]) await syncFolder(made);
}

/** Keys are content addresses; anything else must not become a path. */
function legal(key: string): boolean {
  return /^[0-9a-f]{40}$/.test(key);
}

interface Staging {
  readonly staging: string;
  readonly place: (key: string) => string;
  readonly buffers: PieceBuffers;
}

async function stage({ staging, place, buffers }: Staging, source: AsyncIterable<Uint8Array>): Promise<StagedBlob> {
  const staged = path.join(staging, stagedName());
  const file = await storage(open(staged, 'wx', 0o600));
  try {
    const { hash, size } = await receive(file, source, buffers);
    return stagedFile({ staged, target: place(hash), synced: syncAndClose(file) }, { hash, size });
  } catch (error) {
    await file.close();
    await unlink(staged).catch(missing);
    throw error;
  }
}

async function syncAndClose(file: FileHandle): Promise<void> {
  try {
    await storage(file.datasync());
  } finally {
    await file.close();
  }
}

interface StagedFile {
  readonly staged: string;
  readonly target: string;
  /** Begun when the last octet was written, waited for when the file is to get its name: other work goes on meanwhile. */
  readonly synced: Promise<void>;
}

function stagedFile(
  { staged, target, synced }: StagedFile,
  { hash, size }: { hash: string; size: number },
): StagedBlob {
  // Its failure is told by publish.
  synced.catch(() => undefined);
  let over = false;
  return {
    hash,
    size,
    key: hash,
    async publish() {
      if (over) return;
      await synced;
      await storage(publishFile(staged, target));
      over = true;
    },
    async discard() {
      if (over) return;
      over = true;
      await synced.catch(() => undefined);
      await storage(unlink(staged).catch(missing));
    },
  };
}

/** One folder at a time: what is held is the names of a 256th of the blobs. */
async function* keysBehind(objects: string, after: string): AsyncGenerator<string, void, undefined> {
  const folders = (await storage(readdir(objects))).filter((name) => name >= after.slice(0, 2)).sort();
  for (const name of folders) {
    const keys = (await storage(readdir(path.join(objects, name)))).filter((key) => legal(key) && key > after);
    yield* keys.sort();
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return storage(stat(file).then((found) => found.size, missing));
}

async function removeFile(file: string): Promise<boolean> {
  return storage(
    rm(file).then(
      () => true,
      (error) => missing(error) ?? false,
    ),
  );
}
