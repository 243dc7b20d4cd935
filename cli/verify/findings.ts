/** What can be wrong with what a domain keeps. */
export type FindingKind =
  | 'incomplete-submission'
  | 'entry-without-document'
  | 'document-without-entry'
  | 'document-differs-from-entry'
  | 'document-bytes-missing'
  | 'document-bytes-damaged'
  | 'blob-without-document'
  | 'image-bytes-missing'
  | 'image-bytes-damaged';

/** One thing that is wrong. */
export interface Finding {
  readonly kind: FindingKind;
  /** uniqueId, entryUUID, blob key or SOP Instance UID. */
  readonly id: string;
  readonly detail: string;
}

/** What one verification looked at and found. */
export interface VerifyReport {
  /** Objects of the registry whose submissions were looked at. */
  readonly objects: number;
  /** DocumentEntries of the repository that was verified. */
  readonly entries: number;
  /** DocumentEntries of other repositories, and On-Demand entries: nothing here to compare them with. */
  readonly entriesElsewhere: number;
  readonly documents: number;
  /** Documents the registry has not answered for yet; the repository settles them after its retry window. */
  readonly unsettled: number;
  readonly blobs: number;
  readonly images: number;
  /** Findings of each kind; kinds without any are left out. */
  readonly counts: Partial<Record<FindingKind, number>>;
  /** The first thousand. */
  readonly findings: readonly Finding[];
}

/** Counts that grow while the services are read. */
export interface Tally {
  objects: number;
  entries: number;
  entriesElsewhere: number;
  documents: number;
  unsettled: number;
  blobs: number;
  images: number;
  readonly counts: Partial<Record<FindingKind, number>>;
  readonly findings: Finding[];
}

const mostFindings = 1000;

/** Nothing looked at, nothing found. */
export function emptyTally(): Tally {
  return {
    objects: 0,
    entries: 0,
    entriesElsewhere: 0,
    documents: 0,
    unsettled: 0,
    blobs: 0,
    images: 0,
    counts: {},
    findings: [],
  };
}

/** Notes one finding; beyond the first thousand only their number is kept. */
export function note(tally: Tally, finding: Finding): void {
  tally.counts[finding.kind] = (tally.counts[finding.kind] ?? 0) + 1;
  if (tally.findings.length < mostFindings) tally.findings.push(finding);
}
