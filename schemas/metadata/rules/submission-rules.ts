import { checkAll, type Finding, type Rule } from '../../rule.ts';
import type { CodeSets } from '../../vocabulary/code-sets.ts';
import type { Submission } from '../nouns.ts';
import type { OptionalityColumn } from '../optionality.ts';
import { associationEndsDiffer } from './association-ends-differ.ts';
import { associationTypeSubmittable } from './association-type-submittable.ts';
import { attributeFormat } from './attribute-format.ts';
import { attributeLength } from './attribute-length.ts';
import { authorNamed } from './author-named.ts';
import { codesInValueSets } from './codes-in-value-sets.ts';
import { documentAvailabilityKnown } from './document-availability-known.ts';
import { entriesStable } from './entries-stable.ts';
import { hasMemberEnds } from './has-member-ends.ts';
import { hasMemberUndocumented } from './has-member-undocumented.ts';
import { mimeTypesInValueSet } from './mime-types-in-value-set.ts';
import { objectIdsUnique } from './object-ids-unique.ts';
import { objectIdsWellFormed } from './object-ids-well-formed.ts';
import { objectsLinked } from './objects-linked.ts';
import { oneSubmissionSet } from './one-submission-set.ts';
import { patientIdsMatch } from './patient-ids-match.ts';
import { prohibitedAttributes } from './prohibited-attributes.ts';
import { referencesResolvable } from './references-resolvable.ts';
import { relationshipSource } from './relationship-source.ts';
import { relationshipTarget } from './relationship-target.ts';
import { requiredAttributes } from './required-attributes.ts';
import { serviceTimesInOrder } from './service-times-in-order.ts';
import { sourcePatientInfoOnce } from './source-patient-info-once.ts';
import { submissionHasContent } from './submission-has-content.ts';
import { submissionSetNeverTarget } from './submission-set-never-target.ts';
import { submissionSetStatus } from './submission-set-status.ts';
import { transformationNotAppendedTo } from './transformation-not-appended-to.ts';
import { uniqueIdsDistinct } from './unique-ids-distinct.ts';
import { updateAnnotationsAbsent } from './update/operations.ts';

/** What a receiver brings to judge a submission of Stable documents. */
export interface SubmissionPolicy {
  /** What the sender must, may and must not give. */
  readonly column: OptionalityColumn;
  /** The codes and MIME types the affinity domain agreed on. */
  readonly codeSets: CodeSets;
}

/**
 * Everything a submission of Stable documents (ITI-41, ITI-42, RAD-68) can break by itself, in the order of the report:
 * shape, ids, attributes, codes, associations — ITI TF-2 3.42.4.1.3, ITI TF-3 4.2 and 4.3.
 */
export function submissionRules({ column, codeSets }: SubmissionPolicy): readonly Rule<Submission>[] {
  return [
    oneSubmissionSet,
    submissionHasContent,
    entriesStable,
    ...metadataRules((rule) => within(rule, column), codeSets),
    associationTypeSubmittable,
    associationEndsDiffer,
    submissionSetNeverTarget,
    referencesResolvable,
    hasMemberEnds,
    objectsLinked,
    submissionSetStatus,
    hasMemberUndocumented,
    relationshipSource,
    relationshipTarget,
    transformationNotAppendedTo,
    updateAnnotationsAbsent,
  ];
}

/**
 * What the ids and attributes of objects can break, whatever the submission is for. `fixed` gives a rule about which
 * attributes there are the column it is judged by.
 */
export function metadataRules(
  fixed: (rule: Rule<Submission, OptionalityColumn>) => Rule<Submission>,
  codeSets: CodeSets,
): readonly Rule<Submission>[] {
  return [
    objectIdsUnique,
    objectIdsWellFormed,
    uniqueIdsDistinct,
    fixed(requiredAttributes),
    fixed(prohibitedAttributes),
    attributeFormat,
    attributeLength,
    authorNamed,
    sourcePatientInfoOnce,
    documentAvailabilityKnown,
    serviceTimesInOrder,
    patientIdsMatch,
    within(codesInValueSets, codeSets),
    within(mimeTypesInValueSet, codeSets),
  ];
}

/** Every finding of `submissionRules` about one submission. */
export function checkSubmission(submission: Submission, policy: SubmissionPolicy): Promise<Finding[]> {
  return checkAll(submissionRules(policy), submission, undefined);
}

/** The rule with its world fixed: for lists of rules that are given a submission only. */
export function within<World>(rule: Rule<Submission, World>, world: World): Rule<Submission> {
  return { ...rule, check: (submission) => rule.check(submission, world) };
}
