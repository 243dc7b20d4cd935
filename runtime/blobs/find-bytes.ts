import { createHash } from 'node:crypto';
import type { BlobStore } from './blob-store.ts';

/** Bytes as somebody has them entered. */
export interface EnteredBytes {
  readonly key: string;
  /** SHA-1, lower-case hex. */
  readonly hash: string;
  /** Octets. */
  readonly size: number;
}

/** What the storage has of them. */
export type BytesFound =
  | { readonly bytes: 'whole' }
  | { readonly bytes: 'missing' }
  | { readonly bytes: 'damaged'; readonly found: { readonly size: number; readonly hash?: string } };

/** Looks for a blob: the number of its bytes, and with `hashed` every one of them. Throws Unavailable. */
export async function findBytes(blobs: BlobStore, entered: EnteredBytes, hashed: boolean): Promise<BytesFound> {
  const size = await blobs.size(entered.key);
  if (size === undefined) return { bytes: 'missing' };
  if (size !== entered.size) return { bytes: 'damaged', found: { size } };
  if (!hashed) return { bytes: 'whole' };
  const content = await blobs.open(entered.key);
  if (content === undefined) return { bytes: 'missing' };
  const sha1 = createHash('sha1');
  for await (const chunk of content) sha1.update(chunk);
  const hash = sha1.digest('hex');
  return hash === entered.hash ? { bytes: 'whole' } : { bytes: 'damaged', found: { size, hash } };
}
