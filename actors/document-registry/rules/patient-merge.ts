import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { FeedPlaces } from '../feed-event.ts';
import type { KnownPatient } from '../store/view.ts';

/** Two patient ids of the affinity domain (CX), one to stand for both. */
export interface PatientIdMerge {
  readonly subsumed: string;
  readonly surviving: string;
  /** Where the message names them. */
  readonly places: FeedPlaces;
}

/** What is known of a patient id, or undefined. */
export type PatientLookup = (patientId: string) => KnownPatient | undefined;

type MergeRule = Rule<PatientIdMerge, PatientLookup, Hl7ErrorCode>;

const source = tf2('3.8.4.2.4');

/** ITI TF-2 3.8.4.2.4. */
export const mergeOfTwo: MergeRule = {
  id: 'merge-of-two',
  source,
  statement: 'The subsumed and the surviving patient identifier differ.',
  code: '204',
  *check({ subsumed, surviving, places }) {
    if (subsumed === surviving) yield { at: places.prior, found: subsumed };
  },
};

/** ITI TF-2 3.8.4.2.4: only identifiers of the feed can be merged. */
export const mergedPatientsKnown: MergeRule = {
  id: 'merged-patients-known',
  source,
  statement: 'The subsumed and the surviving patient identifier are known to the registry.',
  code: '204',
  *check({ subsumed, surviving, places }, lookup) {
    if (lookup(subsumed) === undefined) yield { at: places.prior, found: subsumed };
    if (lookup(surviving) === undefined) yield { at: places.patient, found: surviving };
  },
};

/** ITI TF-2 3.8.4.2.4: a merge is for ever, so neither side may have been merged away before. */
export const mergedPatientsActive: MergeRule = {
  id: 'merged-patients-active',
  source,
  statement: 'Neither the subsumed nor the surviving patient identifier was merged into another before.',
  code: '204',
  *check({ subsumed, surviving, places }, lookup) {
    for (const [at, id] of [
      [places.prior, subsumed],
      [places.patient, surviving],
    ] as const) {
      const known = lookup(id);
      if (known !== undefined && known.survivingId !== id) yield { at, found: `${id}, merged into another` };
    }
  },
};

/** All that must hold before a merge changes anything. */
export const mergeRules: readonly MergeRule[] = [mergeOfTwo, mergedPatientsKnown, mergedPatientsActive];
