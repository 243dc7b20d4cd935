import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PatientRecord, RecordKey } from '../store/records.ts';

/** What an A40 wants: each retired identifier (MRG-1) beside the one of PID-3 that is to stand for it. */
export interface RecordMerge {
  readonly prior: RecordKey;
  /** Ordinal of the prior identifier in MRG-1, from 1. */
  readonly repetition: number;
  /** Undefined when PID-3 has no identifier of that domain. */
  readonly surviving: RecordKey | undefined;
}

/** The record of an identifier, or undefined. */
export type RecordLookup = (key: RecordKey) => PatientRecord | undefined;

type MergeRule = Rule<readonly RecordMerge[], RecordLookup, Hl7ErrorCode>;

const source = tf2('3.8.4.2.3');
const patient = hl7Location('PID', 1, 3);
const priorPlace = ({ repetition }: RecordMerge, component: number) => hl7Location('MRG', 1, 1, repetition, component);

/** ITI TF-2 3.8.4.2.2: a merge stays within one domain. */
export const mergeWithinDomain: MergeRule = {
  id: 'merge-within-domain',
  source,
  statement: 'PID-3 holds an identifier of the domain of each identifier in MRG-1.',
  code: '204',
  *check(merges) {
    for (const merge of merges)
      if (merge.surviving === undefined) yield { at: priorPlace(merge, 4), found: merge.prior.domain };
  },
};

/** ITI TF-2 3.8.4.2.3: both sides differ, however their authorities are written. */
export const mergeOfTwo: MergeRule = {
  id: 'merge-of-two',
  source,
  statement: 'The identifier an A40 retires is not the one that survives.',
  code: '205',
  *check(merges) {
    for (const merge of merges)
      if (merge.surviving?.id === merge.prior.id) yield { at: priorPlace(merge, 1), found: merge.prior.id };
  },
};

/** ITI TF-2 3.8.4.2.3: only what was fed before can be merged. */
export const mergedRecordsKnown: MergeRule = {
  id: 'merged-records-known',
  source,
  statement: 'The retired and the surviving identifier of an A40 were fed before.',
  code: '204',
  *check(merges, lookup) {
    for (const merge of merges) {
      const { prior, surviving } = merge;
      if (lookup(prior) === undefined) yield { at: priorPlace(merge, 1), found: prior.id };
      if (surviving !== undefined && lookup(surviving) === undefined) yield { at: patient, found: surviving.id };
    }
  },
};

/** ITI TF-2 3.8.4.2.3: a merge is for ever. The same merge once more is no fault: messages may be delivered twice. */
export const mergedRecordsActive: MergeRule = {
  id: 'merged-records-active',
  source,
  statement: 'Neither identifier of an A40 was merged into another before.',
  code: '204',
  *check(merges, lookup) {
    for (const merge of merges) {
      const { prior, surviving } = merge;
      const into = lookup(prior)?.subsumedBy;
      if (into !== undefined && into !== surviving?.id)
        yield { at: priorPlace(merge, 1), found: `${prior.id}, merged into another` };
      if (surviving !== undefined && lookup(surviving)?.subsumedBy !== undefined)
        yield { at: patient, found: `${surviving.id}, merged into another` };
    }
  },
};

/** All that must hold before a merge changes anything. */
export const mergeRules: readonly MergeRule[] = [
  mergeWithinDomain,
  mergeOfTwo,
  mergedRecordsKnown,
  mergedRecordsActive,
];

/** ITI TF-2 3.8.4.2.3: there is no way back from a merge. Subject: the identifiers of PID-3, in their order. */
export const fedRecordsActive: Rule<readonly RecordKey[], RecordLookup, Hl7ErrorCode> = {
  id: 'fed-records-active',
  source,
  statement: 'An identifier that was merged into another is not fed again; feed the surviving one.',
  code: '204',
  *check(keys, lookup) {
    for (const [index, key] of keys.entries())
      if (lookup(key)?.subsumedBy !== undefined)
        yield { at: hl7Location('PID', 1, 3, index + 1, 1), found: `${key.id}, merged into another` };
  },
};
