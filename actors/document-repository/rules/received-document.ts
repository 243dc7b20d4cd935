import type { DocumentEntry } from '../../../schemas/metadata/nouns.ts';

/** One document as it arrived: what its entry says of it, and what was counted on the way to the disk. */
export interface ReceivedDocument {
  readonly entry: DocumentEntry;
  /** SHA-1 of the octets, lower-case hex. */
  readonly hash: string;
  /** Octets. */
  readonly size: number;
}
