import { createHash, type Hash, randomUUID } from 'node:crypto';
import { StorageFull } from '../../unavailable.ts';
import type { S3Bucket } from './bucket.ts';
import { beginUpload, type MultipartUpload, mostParts } from './multipart.ts';
import type { PartBuffers } from './part-buffers.ts';

/** Octets that were received whole: still held here, or in the storage under a name nobody asks for. */
export type Received = { readonly hash: string; readonly size: number } & (
  | { readonly held: Buffer }
  | { readonly stagedKey: string }
);

/** A document up to this size is held until it is published. */
const smallBytes = 1 << 20;

/** What receiving needs of its store. */
export interface Receiving {
  readonly bucket: S3Bucket;
  readonly buffers: PartBuffers;
  /** Room for so many octets to be held, or false. */
  hold(octets: number): boolean;
}

/**
 * Reads a source to its end, hashing on the way. What is small is held; what is larger goes to `staging/` while it
 * arrives, by one call or part by part. A source that throws leaves nothing.
 */
export async function receive(store: Receiving, source: AsyncIterable<Uint8Array>): Promise<Received> {
  const sha1 = createHash('sha1');
  const chunks = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  try {
    while (size <= smallBytes) {
      const { done, value } = await chunks.next();
      if (done) return await small(store, Buffer.concat(first, size), sha1.digest('hex'));
      sha1.update(value);
      size += value.length;
      first.push(value);
    }
    return await large(store, { first, chunks, sha1 });
  } finally {
    await chunks.return?.();
  }
}

async function small(store: Receiving, octets: Buffer, hash: string): Promise<Received> {
  const { length: size } = octets;
  if (store.hold(size)) return { hash, size, held: octets };
  const stagedKey = stagingKey(store.bucket);
  await store.bucket.call({ method: 'PUT', key: stagedKey, body: octets, what: 'store a document' });
  return { hash, size, stagedKey };
}

function stagingKey({ settings }: S3Bucket): string {
  return `${settings.prefix}staging/${randomUUID()}`;
}

interface Arriving {
  readonly first: readonly Uint8Array[];
  readonly chunks: AsyncIterator<Uint8Array>;
  readonly sha1: Hash;
}

async function large(store: Receiving, { first, chunks, sha1 }: Arriving): Promise<Received> {
  const sender = new PartSender(store, stagingKey(store.bucket));
  let size = 0;
  try {
    for (const chunk of first) {
      size += chunk.length;
      await sender.add(chunk);
    }
    for (;;) {
      const { done, value } = await chunks.next();
      if (done) break;
      sha1.update(value);
      size += value.length;
      await sender.add(value);
    }
    await sender.end();
  } catch (error) {
    await sender.abort();
    throw error;
  }
  return { hash: sha1.digest('hex'), size, stagedKey: sender.key };
}

/** Cuts a stream into parts of one size and sends them, several at a time; a single part goes as one object. */
class PartSender {
  readonly key: string;
  readonly #store: Receiving;
  readonly #sending = new Set<Promise<void>>();
  #upload: MultipartUpload | undefined;
  #number = 0;
  #buffer: Buffer | undefined;
  #filled = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(store: Receiving, key: string) {
    this.#store = store;
    this.key = key;
  }

  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      if (this.#buffer !== undefined && this.#filled === this.#buffer.length) await this.#send();
      this.#buffer ??= await this.#store.buffers.take();
      const piece = chunk.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
    }
  }

  async end(): Promise<void> {
    if (this.#upload === undefined) {
      const body = this.#buffer!.subarray(0, this.#filled);
      await this.#store.bucket.call({ method: 'PUT', key: this.key, body, what: 'store a document' });
      this.#giveBack();
      return;
    }
    await this.#send();
    await Promise.all(this.#sending);
    this.#throwFailure();
    await this.#upload.complete();
  }

  async abort(): Promise<void> {
    await Promise.all(this.#sending);
    this.#giveBack();
    await this.#upload?.abort();
  }

  /** Hands the full buffer over and goes on when another part may be on its way. */
  async #send(): Promise<void> {
    this.#throwFailure();
    this.#upload ??= await beginUpload(this.#store.bucket, this.key);
    if (this.#number >= mostParts) {
      const most = mostParts * this.#store.bucket.settings.partBytes;
      throw new StorageFull(`The object storage takes documents of ${most} octets; raise partBytes for larger ones.`);
    }
    while (this.#sending.size >= this.#store.bucket.settings.partsInFlight) await Promise.race(this.#sending);
    const buffer = this.#buffer!;
    this.#buffer = undefined;
    const sent = this.#upload
      .part(++this.#number, buffer.subarray(0, this.#filled))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#sending.delete(sent);
        this.#store.buffers.give(buffer);
      });
    this.#filled = 0;
    this.#sending.add(sent);
  }

  #giveBack(): void {
    if (this.#buffer !== undefined) this.#store.buffers.give(this.#buffer);
    this.#buffer = undefined;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
