import { createHash, randomUUID } from 'node:crypto';
import { access, constants, type FileHandle, link, mkdir, open, readdir, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { StorageFull, Unavailable } from '../unavailable.ts';
import type { BlobStore, StagedBlob } from './blob-store.ts';

/** Chunks are gathered up to this size before one write. */
const writeBytes = 1 << 20;
const readBytes = 1 << 20;

/**
 * Documents as files below one folder: `staging/` for what is still arriving, `objects/ab/<sha1>` for what is
 * published. Every file is synced before it gets its name, and the folder after. All 256 folders are there, and synced,
 * from the start: publishing makes none, and each still finds its files quickly when there are many millions.
 *
 * Staged files of an earlier process are removed at start: nobody can publish them any more.
 */
export async function openDiskStore(folder: string): Promise<BlobStore> {
  const staging = path.join(folder, 'staging');
  await makeFolders(path.join(folder, 'objects'));
  await mkdir(staging, { recursive: true });
  for (const left of await readdir(staging)) await rm(path.join(staging, left), { force: true });
  const place = (key: string) => path.join(folder, 'objects', key.slice(0, 2), key);
  return {
    stage: (source) => stage(staging, place, source),
    open: async (key, range) => (legal(key) ? openFile(place(key), range) : undefined),
    size: async (key) => (legal(key) ? sizeOf(place(key)) : undefined),
    remove: async (key) => legal(key) && removeFile(place(key)),
    keys: (after = '') => keysBehind(path.join(folder, 'objects'), after),
    ready: () => access(staging, constants.W_OK).then(answers, () => false),
  };
}

const answers = () => true;

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

async function stage(
  folder: string,
  place: (key: string) => string,
  source: AsyncIterable<Uint8Array>,
): Promise<StagedBlob> {
  const staged = path.join(folder, randomUUID());
  const file = await storage(open(staged, 'wx', 0o600));
  try {
    const { hash, size } = await receive(file, source);
    await storage(file.datasync());
    await file.close();
    return {
      hash,
      size,
      key: hash,
      publish: () => storage(publish(staged, place(hash))),
      discard: () => storage(unlink(staged).catch(missing)),
    };
  } catch (error) {
    await file.close();
    await unlink(staged).catch(missing);
    throw error;
  }
}

/** Reads the source to its end: each octet is hashed and written once, while the next ones arrive. */
async function receive(file: FileHandle, source: AsyncIterable<Uint8Array>): Promise<{ hash: string; size: number }> {
  const sha1 = createHash('sha1');
  let size = 0;
  let batch: Uint8Array[] = [];
  let gathered = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    await writing;
    const chunks = batch;
    batch = [];
    gathered = 0;
    writing = writeAll(file, chunks);
    // Awaited by the next flush; until then a failure must not count as unhandled.
    writing.catch(() => undefined);
  };
  for await (const chunk of source) {
    sha1.update(chunk);
    size += chunk.length;
    batch.push(chunk);
    gathered += chunk.length;
    if (gathered >= writeBytes) await flush();
  }
  await flush();
  await writing;
  return { hash: sha1.digest('hex'), size };
}

async function writeAll(file: FileHandle, chunks: Uint8Array[]): Promise<void> {
  if (chunks.length === 0) return;
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const { bytesWritten } = await storage(file.writev(chunks));
  if (bytesWritten === total) return;
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  for (let done = 0; done < rest.length; ) done += (await storage(file.write(rest, done))).bytesWritten;
}

/** Gives the staged file its final name; a file that is there already holds the same octets or is refused. */
async function publish(staged: string, target: string): Promise<void> {
  try {
    await link(staged, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!(await sameOctets(staged, target))) {
      throw new Error(`Two different documents with the SHA-1 ${path.basename(target)}: the second one is refused.`);
    }
  }
  await unlink(staged);
  await syncFolder(path.dirname(target));
}

/** After this a new name in the folder survives a power cut. */
async function syncFolder(at: string): Promise<void> {
  const folder = await open(at, 'r');
  // Some file systems cannot sync a folder; there the name is as durable as it gets.
  await folder.sync().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EINVAL' && error.code !== 'EPERM') throw error;
  });
  await folder.close();
}

async function sameOctets(one: string, other: string): Promise<boolean> {
  if ((await stat(one)).size !== (await stat(other)).size) return false;
  const left = await openFile(one);
  const right = await openFile(other);
  if (left === undefined || right === undefined) return false;
  const rightChunks = right[Symbol.asyncIterator]();
  try {
    for await (const chunk of left) {
      const next = await rightChunks.next();
      if (next.done === true || Buffer.compare(chunk, next.value) !== 0) return false;
    }
    return true;
  } finally {
    // Closes its file, which `left` does by itself.
    await rightChunks.return?.();
  }
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

async function openFile(
  file: string,
  range?: { start: number; end: number },
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const size = await sizeOf(file);
  if (size === undefined) return undefined;
  return readChunks(file, range?.start ?? 0, Math.min(range?.end ?? size, size));
}

/** Opens the file when the first chunk is asked for, so that a list of ten thousand documents holds no files open. */
async function* readChunks(file: string, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await storage(open(file, 'r'));
  try {
    for (let at = start; at < end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(readBytes, end - at));
      const { bytesRead } = await storage(handle.read(buffer, 0, buffer.length, at));
      if (bytesRead === 0) throw new Unavailable('A stored document ended before its recorded size.');
      at += bytesRead;
      yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

/** Turns trouble of the disk into Unavailable or StorageFull; the path stays in the cause. */
async function storage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new StorageFull('The document storage is full.', { cause });
    if (code !== undefined && /^E[A-Z]+$/.test(code)) {
      throw new Unavailable(`The document storage does not work (${code}).`, { cause });
    }
    throw cause;
  }
}
