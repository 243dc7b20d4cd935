/** A document that was sent, and what must come back. */
export interface SentDocument {
  readonly uniqueId: string;
  /** SHA-1, lower-case hex; undefined for a manifest, which its source makes. */
  readonly hash?: string;
}

/** One submission as its client sees it: sent again, with the same ids, until it is acknowledged or given up. */
export interface Attempt {
  /** ITI-41 or RAD-68. */
  readonly transaction: string;
  /** uniqueId of the SubmissionSet; undefined for a manifest, whose source makes it. */
  readonly setUniqueId?: string;
  readonly documents: readonly SentDocument[];
  /** False: given up without an answer that says Success. It may be registered, whole, or not at all. */
  readonly acknowledged: boolean;
}
