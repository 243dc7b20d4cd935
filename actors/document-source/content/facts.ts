import type { Author } from '../../../schemas/metadata/nouns.ts';
import type { CodedAttribute } from '../../../schemas/vocabulary/code-sets.ts';

/** A code as found in a document; the affinity domain may or may not know it. */
export interface FoundCode {
  readonly code: string;
  /** Undefined: the code says enough (formatCodes are URNs). */
  readonly codingScheme?: string;
}

/** What a document says about itself. Everything is optional: what is not here comes from the defaults. */
export interface ContentFacts {
  readonly uniqueId?: string;
  readonly title?: string;
  /** DTM in UTC. */
  readonly creationTime?: string;
  readonly serviceStartTime?: string;
  readonly serviceStopTime?: string;
  readonly languageCode?: string;
  readonly author?: readonly Author[];
  /** XCN. */
  readonly legalAuthenticator?: string;
  /** CX of the domain the document was written in. */
  readonly sourcePatientId?: string;
  readonly sourcePatientInfo?: readonly string[];
  readonly codes?: Readonly<Partial<Record<CodedAttribute, readonly FoundCode[]>>>;
  /** What could not be read, one sentence each, without patient data. */
  readonly warnings?: readonly string[];
}
