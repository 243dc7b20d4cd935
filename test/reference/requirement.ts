import type { SpecRef } from '../../schemas/spec-ref.ts';

/** A test that shows a behaviour: where it is, and words of its title. */
export type Proof = readonly [file: string, title: string];

/** One numbered row of what the standards ask of registry and repository. */
export interface Requirement {
  /** Letters of the section and number, such as `R-14`. */
  readonly row: string;
  readonly source: SpecRef;
  /** One sentence in our words. */
  readonly statement: string;
  /** The code a breach is answered with, where the rules below do not say it: a fault, a warning, a status. */
  readonly code?: string;
  /** Ids of the rule values that judge it. */
  readonly rules?: readonly string[];
  /** Tests of what is done rather than judged. */
  readonly proofs?: readonly Proof[];
}

/** One section of the reference. */
export interface RequirementSection {
  readonly title: string;
  readonly requirements: readonly Requirement[];
}

/** A place where the sources disagree or are silent, and what is done here. */
export interface Choice {
  readonly topic: string;
  readonly choice: string;
  /** The setting that changes it, as `actor.key`; absent where nobody asked for one. */
  readonly setting?: string;
}
