import { textIn, xmlOf } from './answer.ts';
import type { S3Bucket } from './bucket.ts';
import { assemblyMs, beginUpload } from './multipart.ts';
import { readObject, sizeOfObject } from './read.ts';
import type { Received } from './receive.ts';

/** How large an object may be to be copied by one call, and the parts of a larger one. */
export interface CopyLimits {
  readonly single: number;
  readonly part: number;
}

/** S3 copies up to 5 GiB by one call. */
export const s3CopyLimits: CopyLimits = { single: 5 * 2 ** 30, part: 2 ** 30 };

/**
 * Gives received octets their final key. What is there already holds the same octets or the second one is refused:
 * stored bytes never change.
 */
export async function publishObject(
  bucket: S3Bucket,
  { received, key, limits }: { received: Received; key: string; limits: CopyLimits },
): Promise<void> {
  const present = await sizeOfObject(bucket, key);
  if (present !== undefined) {
    if (present === received.size && (await sameOctets(bucket, received, key))) return;
    throw new Error(`Two different documents with the SHA-1 ${received.hash}: the second one is refused.`);
  }
  if ('held' in received) {
    await bucket.call({ method: 'PUT', key, body: received.held, what: 'store a document' });
  } else if (received.size <= limits.single) {
    await copyWhole(bucket, received.stagedKey, key);
  } else {
    await copyInParts(bucket, { from: received.stagedKey, to: key, size: received.size, part: limits.part });
  }
}

async function copyWhole({ settings, call }: S3Bucket, from: string, to: string): Promise<void> {
  const headers = { 'x-amz-copy-source': `/${settings.bucket}/${from}` };
  const copied = await call({ method: 'PUT', key: to, headers, what: 'store a document', patienceMs: assemblyMs });
  // A server that gives up half way has said 200 by then, so only the result in the body counts.
  textIn(xmlOf(copied), 'ETag');
}

async function copyInParts(
  bucket: S3Bucket,
  { from, to, size, part }: { from: string; to: string; size: number; part: number },
): Promise<void> {
  const upload = await beginUpload(bucket, to);
  const parts = Array.from({ length: Math.ceil(size / part) }, (_, i) => i);
  const next = parts[Symbol.iterator]();
  const copier = async () => {
    for (const i of next) {
      await upload.copyPart(i + 1, { key: from, start: i * part, end: Math.min(size, (i + 1) * part) });
    }
  };
  const copiers = Array.from({ length: bucket.settings.partsInFlight }, copier);
  try {
    await Promise.all(copiers);
    await upload.complete();
  } catch (error) {
    await Promise.allSettled(copiers);
    await upload.abort();
    throw error;
  }
}

async function sameOctets(bucket: S3Bucket, received: Received, key: string): Promise<boolean> {
  const mine = 'held' in received ? [received.held] : readObject(bucket, received.stagedKey, 0, received.size);
  const ours = new Octets(mine);
  const theirs = new Octets(readObject(bucket, key, 0, received.size));
  try {
    for (;;) {
      const [one, other] = [await ours.ahead(), await theirs.ahead()];
      const length = Math.min(one.length, other.length);
      if (length === 0) return one.length === other.length;
      if (Buffer.compare(ours.take(length), theirs.take(length)) !== 0) return false;
    }
  } finally {
    await Promise.all([ours.leave(), theirs.leave()]);
  }
}

/** A stream read in pieces of the reader's choice. */
class Octets {
  readonly #source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #unread: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#source = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** What comes next; empty at the end. */
  async ahead(): Promise<Uint8Array> {
    while (this.#unread.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) break;
      this.#unread = value;
    }
    return this.#unread;
  }

  take(length: number): Uint8Array {
    const taken = this.#unread.subarray(0, length);
    this.#unread = this.#unread.subarray(length);
    return taken;
  }

  async leave(): Promise<void> {
    await this.#source.return?.();
  }
}
