/** Bytes that were received whole, hashed and counted, but are not yet visible. */
export interface StagedBlob {
  /** SHA-1 as 40 lower-case hex digits. */
  readonly hash: string;
  /** Octets. */
  readonly size: number;
  /** The content address the bytes get when published. */
  readonly key: string;
  /** Makes the bytes durable and visible under `key`; publishing equal bytes twice is one blob. */
  publish(): Promise<void>;
  /** Forgets the staged bytes; harmless after publish. */
  discard(): Promise<void>;
}

/**
 * Where documents live: stage, publish, open, remove. Stored bytes never change.
 * Throws Unavailable when the storage does not answer, StorageFull when it takes no more.
 */
export interface BlobStore {
  /** Reads the source to its end, once, hashing and counting on the way; a source that throws leaves nothing. */
  stage(source: AsyncIterable<Uint8Array>): Promise<StagedBlob>;
  /** Streams a published blob; undefined when there is none. `start`/`end` are octet offsets, `end` exclusive. */
  open(key: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Octets of a published blob, or undefined. */
  size(key: string): Promise<number | undefined>;
  /** Removes a published blob; true when it existed. */
  remove(key: string): Promise<boolean>;
  /**
   * Keys of what is published, in ascending order, from behind `after` on. What is published or removed meanwhile may be
   * missing or listed all the same.
   */
  keys(after?: string): AsyncIterable<string>;
  /** True when the storage answers. */
  ready(): Promise<boolean>;
}

/** A store that is closed by whoever opened it. */
export interface OpenBlobStore extends BlobStore, AsyncDisposable {}
