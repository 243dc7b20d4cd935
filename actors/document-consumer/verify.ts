import { createHash } from 'node:crypto';
import { sameHash } from '../../schemas/datatypes/hash.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';

/** What was counted of a document while it went by. */
export interface Received {
  /** SHA-1, lower-case hex. */
  readonly hash: string;
  /** Octets. */
  readonly size: number;
}

/** The same octets, hashed and counted on the way; `received` is there when the content was read to its end. */
export function verified(content: AsyncIterable<Uint8Array>): {
  readonly content: AsyncIterable<Uint8Array>;
  received(): Received | undefined;
} {
  const sha1 = createHash('sha1');
  let size = 0;
  let received: Received | undefined;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      sha1.update(chunk);
      size += chunk.length;
      yield chunk;
    }
    received = { hash: sha1.digest('hex'), size };
  }
  return { content: counted(), received: () => received };
}

/**
 * What differs between a document and what the registry says of it, in one sentence each — ITI TF-3 4.2.3.2.10 and
 * 4.2.3.2.21. An entry without hash or size (On-Demand) promises nothing.
 */
export function mismatches(entry: DocumentEntry, { hash, size }: Received): string[] {
  const wrong: string[] = [];
  if (entry.size !== undefined && Number(entry.size) !== size) {
    wrong.push(`it has ${size} octets, and the registry says ${entry.size}`);
  }
  if (entry.hash !== undefined && !sameHash(entry.hash, hash)) {
    wrong.push(`its SHA-1 is ${hash}, and the registry says ${entry.hash.toLowerCase()}`);
  }
  return wrong;
}
