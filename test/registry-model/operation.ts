import type { AnsweredQuery } from '../../actors/document-registry/selections/selections.ts';
import type { Submission } from '../../schemas/metadata/nouns.ts';

/**
 * What is asked of a registry, as plain values. Objects are called by names in place of ids (`d3`, `F1`, `S7`): what the
 * sender names has the same UUID in every run, and an operation can be left out of a sequence without the later ones
 * meaning something else. An object whose id the registry chooses is called by what it is: `HasMember(F1,d3)`.
 */
export type Operation =
  /** ITI-42, or ITI-61 when `onDemand`. */
  | {
      readonly does: 'register';
      readonly onDemand: boolean;
      readonly symbolic: boolean;
      readonly submission: Submission;
    }
  /** ITI-57, or ITI-92 when `restricted`. */
  | {
      readonly does: 'update';
      readonly restricted: boolean;
      readonly symbolic: boolean;
      readonly submission: Submission;
    }
  /** ITI-62. */
  | { readonly does: 'remove'; readonly names: readonly string[] }
  /** ITI-8 A04. */
  | { readonly does: 'add patient'; readonly patientId: string }
  /** ITI-8 A40. */
  | { readonly does: 'merge patients'; readonly subsumed: string; readonly surviving: string }
  | LinkChange;

/** ITI-64. Patients of the affinity domain, local identifiers and the PIX Manager's OID. */
export interface LinkChange {
  readonly does: 'change link';
  readonly before: string;
  readonly now: string;
  readonly local: string;
  /** The local identifier that was merged into `local`, if one was. */
  readonly subsumedLocal?: string;
  readonly sourceId: string;
}

/** A stored query of ITI-18 or ITI-51, with names for ids. */
export interface Question {
  readonly does: 'ask';
  readonly query: AnsweredQuery;
  readonly returnType: 'LeafClass' | 'ObjectRef';
}

/** What one caller sends. */
export type Call = Operation | Question;

/** One step of a sequence: a call, or several at the same time, which take turns as `schedule` says. */
export interface Step {
  readonly calls: readonly Call[];
  /** Seed of the turns. */
  readonly schedule: number;
  /** The registry's clock, a DTM of 14 digits. */
  readonly time: string;
}
