import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import type { CodeSetEntry } from '../../schemas/vocabulary/code-sets.ts';
import type { OnDemandDocumentSourceConfig } from './config.ts';

/** What the entries of one kind of document say of it; the rest is the actor's settings. */
export interface GeneratedEntry {
  readonly title: string;
  readonly mimeType: string;
  readonly classCode: CodeSetEntry;
  readonly typeCode: CodeSetEntry;
  readonly formatCode: CodeSetEntry;
}

/** Whom and by whom a document is made. */
export interface GeneratorContext {
  /** CX of the affinity domain: the patient the entry is about now. */
  readonly patientId: string;
  /** `PID-n|value`, as given when the entry was registered. */
  readonly sourcePatientInfo: readonly string[];
  readonly organization: OnDemandDocumentSourceConfig['organization'];
  readonly metadata: OnDemandDocumentSourceConfig['metadata'];
}

/** What a generator may ask of the affinity domain. */
export interface Holdings {
  /**
   * The DocumentEntries of a patient, Approved and Deprecated, Stable and On-Demand, without this source's own entries
   * and snapshots. Throws Unavailable when the registry does not answer.
   */
  documentsOf(patientId: string): Promise<readonly DocumentEntry[]>;
}

/** What a new snapshot is made under. */
export interface SnapshotIdentity {
  /** DocumentEntry.uniqueId of the snapshot; a CDA document has it as its id. */
  readonly uniqueId: string;
  readonly at: Date;
}

/** What a document would say now. */
export interface GeneratedContent {
  /** Equal for two contents exactly when their documents would say the same. */
  readonly fingerprint: string;
  /** DTM: the earliest and the latest moment the content is about — ITI TF-3 4.2.3.2.19. */
  readonly serviceStartTime?: string;
  readonly serviceStopTime?: string;
  /** The octets of a document that says it. Called once for each snapshot, and not at all for an unchanged one. */
  write(snapshot: SnapshotIdentity): AsyncIterable<Uint8Array>;
}

/**
 * One kind of document that is made when it is asked for. Add a generator to the list of an actor made by
 * `onDemandDocumentSourceOf` to offer it.
 */
export interface DocumentGenerator {
  /** In kebab-case; kept with each entry, so never rename it. */
  readonly name: string;
  readonly entry: GeneratedEntry;
  generate(context: GeneratorContext, holdings: Holdings): Promise<GeneratedContent>;
}
