import type { Logger } from '../log.ts';
import { StorageFull, Unavailable } from '../unavailable.ts';
import type { BlobStore, OpenBlobStore, StagedBlob } from './blob-store.ts';
import { openBucket, type S3Bucket } from './s3/bucket.ts';
import { listObjects, removeLeftovers } from './s3/listing.ts';
import { partBuffers } from './s3/part-buffers.ts';
import { type CopyLimits, publishObject, s3CopyLimits } from './s3/publish.ts';
import { readObject, sizeOfObject } from './s3/read.ts';
import { type Received, type Receiving, receive } from './s3/receive.ts';
import type { S3Settings } from './s3/settings.ts';

/** All uploads of one store together have so many octets of parts in memory at most. */
const partMemory = 192 << 20;
/** All small documents between stage and publish together; what does not fit is staged in the bucket. */
const heldMemory = 64 << 20;
const sweepEveryMs = 60 * 60_000;

/**
 * Documents in a bucket of an S3-compatible object storage: `objects/ab/<sha1>` for what is published, `staging/` for
 * larger ones that are still arriving (docs/decisions/0008-object-storage.md).
 *
 * Throws Error when the bucket does not exist or must not be used. A storage that does not answer yet is no reason not
 * to start: until it does, every call throws Unavailable.
 */
export async function openS3Store(
  settings: S3Settings,
  { log, copyLimits = s3CopyLimits }: { log: Logger; copyLimits?: CopyLimits },
): Promise<OpenBlobStore> {
  const bucket = openBucket(settings);
  try {
    await checkBucket(bucket, log);
  } catch (error) {
    await bucket.close();
    throw error;
  }
  const sweeper = startSweeping(bucket, log);
  return {
    ...storeIn(bucket, copyLimits, log),
    async [Symbol.asyncDispose]() {
      await bucket.close();
      await sweeper[Symbol.asyncDispose]();
    },
  };
}

function storeIn(bucket: S3Bucket, limits: CopyLimits, log: Logger): BlobStore {
  const objects = `${bucket.settings.prefix}objects/`;
  const place = (hash: string) => `${objects}${hash.slice(0, 2)}/${hash}`;
  const { partBytes } = bucket.settings;
  const buffers = partBuffers(partBytes, Math.max(2, Math.floor(partMemory / partBytes)));
  let held = 0;
  const hold = (octets: number) => {
    if (held + octets > heldMemory) return false;
    held += octets;
    return true;
  };
  const receiving: Receiving = { bucket, buffers, hold };
  return {
    async stage(source) {
      const received = await receive(receiving, source);
      const release = () => {
        held -= received.size;
      };
      return stagedBlob({ bucket, received, key: place(received.hash), limits, release, log });
    },
    async open(key, range) {
      const size = legal(key) ? await sizeOfObject(bucket, place(key)) : undefined;
      if (size === undefined) return undefined;
      return readObject(bucket, place(key), range?.start ?? 0, Math.min(range?.end ?? size, size));
    },
    size: async (key) => (legal(key) ? sizeOfObject(bucket, place(key)) : undefined),
    async remove(key) {
      if (!legal(key) || (await sizeOfObject(bucket, place(key))) === undefined) return false;
      await bucket.call({ method: 'DELETE', key: place(key), what: 'remove a document', expected: ['HTTP 404'] });
      return true;
    },
    async *keys(after) {
      const behind = after === undefined ? undefined : place(after);
      for await (const { key } of listObjects(bucket, objects, behind)) {
        const hash = key.slice(key.lastIndexOf('/') + 1);
        if (legal(hash) && key === place(hash)) yield hash;
      }
    },
    ready: () =>
      bucket.call({ method: 'HEAD', what: 'answer', tries: 1, patienceMs: 3_000 }).then(
        () => true,
        () => false,
      ),
  };
}

/** Keys are content addresses; anything else must not become a path. */
function legal(key: string): boolean {
  return /^[0-9a-f]{40}$/.test(key);
}

interface Staged {
  readonly bucket: S3Bucket;
  readonly received: Received;
  readonly key: string;
  readonly limits: CopyLimits;
  /** Frees the memory of what was held. */
  release(): void;
  readonly log: Logger;
}

function stagedBlob({ bucket, received, key, limits, release, log }: Staged): StagedBlob {
  const { hash, size } = received;
  let over = false;
  const end = async () => {
    if (over) return;
    over = true;
    if ('held' in received) return release();
    // The octets are safe under their own key, or not wanted: what is left here is removed by the sweep at the latest.
    await bucket
      .call({ method: 'DELETE', key: received.stagedKey, what: 'remove a leftover', expected: ['HTTP 404'] })
      .catch((error: Error) => log.warn({ reason: error.message }, 'a staged document is left to the sweep'));
  };
  return {
    hash,
    size,
    key: hash,
    async publish() {
      if (over) return;
      await publishObject(bucket, { received, key, limits });
      await end();
    },
    discard: end,
  };
}

async function checkBucket({ settings, call }: S3Bucket, log: Logger): Promise<void> {
  const { endpoint, bucket } = settings;
  try {
    const { status } = await call({
      method: 'HEAD',
      what: 'answer',
      expected: ['HTTP 301', 'HTTP 400', 'HTTP 403', 'HTTP 404'],
      tries: 2,
    });
    if (status < 300) return;
    const remedy: Record<number, string> = {
      301: 'lies in another region: correct documents.s3.region',
      400: 'cannot be asked like this: check documents.s3.region and the credentials',
      403: 'must not be used with these credentials: check documents.s3.accessKeyId, its secret and the rights',
      404: 'does not exist: create it, or correct documents.s3.bucket',
    };
    throw new Error(`The bucket ${bucket} at ${endpoint} ${remedy[status] ?? `answers HTTP ${status}`}.`);
  } catch (error) {
    if (!(error instanceof Unavailable) || error instanceof StorageFull) throw error;
    log.warn({ endpoint, bucket, reason: error.message }, 'the object storage does not answer yet');
  }
}

function startSweeping(bucket: S3Bucket, log: Logger): AsyncDisposable {
  let running: Promise<void> | undefined;
  const sweep = async () => {
    const before = new Date(Date.now() - bucket.settings.leftoverHours * 3_600_000);
    try {
      const { objects, uploads, uploadsUnknown } = await removeLeftovers(bucket, before);
      if (objects + uploads > 0) log.info({ objects, uploads }, 'leftovers of the object storage removed');
      if (uploadsUnknown)
        log.debug('the object storage cannot list unfinished uploads; give the bucket a lifecycle rule');
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      log.warn({ reason: error.message }, 'leftovers of the object storage are looked for later');
    } finally {
      running = undefined;
    }
  };
  const next = () => {
    running ??= sweep();
  };
  next();
  const timer = setInterval(next, sweepEveryMs);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}
