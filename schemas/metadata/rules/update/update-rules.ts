import type { Rule } from '../../../rule.ts';
import type { CodeSets } from '../../../vocabulary/code-sets.ts';
import { documentEntryTypes } from '../../../vocabulary/object-types.ts';
import type { DocumentEntry, Submission } from '../../nouns.ts';
import { type OptionalityColumn, optionalityFor } from '../../optionality.ts';
import { associationEndsDiffer } from '../association-ends-differ.ts';
import { hasMemberEnds } from '../has-member-ends.ts';
import { hasMemberUndocumented } from '../has-member-undocumented.ts';
import { oneSubmissionSet } from '../one-submission-set.ts';
import { referencesResolvable } from '../references-resolvable.ts';
import { metadataRules } from '../submission-rules.ts';
import {
  annotationsInPlace,
  operationsRecognised,
  statusChangeComplete,
  submittedAssociationInMessage,
  triggersFromSubmissionSet,
  updateAssociationTypeKnown,
} from './operations.ts';
import {
  restrictedAnnotations,
  restrictedNoFolder,
  restrictedNoInitialVersion,
  restrictedNoOperation,
} from './restricted.ts';
import {
  logicalIdWellFormed,
  noInitialVersion,
  oneUpdatePerObject,
  previousVersionGiven,
  restrictedPreviousVersionGiven,
  updatesLinked,
} from './versions.ts';

/** What the receiver of an update brings to judge it. */
export interface UpdatePolicy {
  /** The codes and MIME types the affinity domain agreed on. */
  readonly codeSets: CodeSets;
}

/**
 * Everything an update (ITI-57) can break by itself: the rules of its operations, and those of the metadata, which is
 * sent whole and is as valid as at registration — ITI TF-2 3.57.4.1.3.1.
 */
export function updateRules(policy: UpdatePolicy): readonly Rule<Submission>[] {
  return [
    oneSubmissionSet,
    operationsRecognised,
    ...metadataRules(byEntryType, policy.codeSets),
    updateAssociationTypeKnown,
    associationEndsDiffer,
    referencesResolvable,
    hasMemberEnds,
    hasMemberUndocumented,
    updatesLinked,
    noInitialVersion,
    logicalIdWellFormed,
    previousVersionGiven,
    oneUpdatePerObject,
    annotationsInPlace,
    triggersFromSubmissionSet,
    statusChangeComplete,
    submittedAssociationInMessage,
  ];
}

/**
 * What a restricted update (ITI-92) can break by itself — ITI TF-2 3.92.4.1.3. `restrictedOnlyEntries` is judged with the
 * registry's rules, so that an association to nothing is told as such.
 */
export function restrictedUpdateRules(policy: UpdatePolicy): readonly Rule<Submission>[] {
  return [
    oneSubmissionSet,
    restrictedNoFolder,
    restrictedNoOperation,
    restrictedNoInitialVersion,
    logicalIdWellFormed,
    restrictedAnnotations,
    restrictedPreviousVersionGiven,
    ...metadataRules(byEntryType, policy.codeSets),
    referencesResolvable,
  ];
}

/** A Stable and an On-Demand entry each have their own column. */
const columns = {
  Stable: optionalityFor('documentRepository'),
  OnDemand: optionalityFor('onDemandDocumentSource'),
};

/** A rule about attributes that asks each DocumentEntry what its own objectType demands. */
function byEntryType(rule: Rule<Submission, OptionalityColumn>): Rule<Submission> {
  return {
    ...rule,
    async check(submission) {
      const { documentEntries, ...others } = submission;
      const isOnDemand = ({ objectType }: DocumentEntry) => objectType === documentEntryTypes.OnDemand;
      const onDemand = documentEntries.filter(isOnDemand);
      const stable = documentEntries.filter((entry) => !isOnDemand(entry));
      const nothingElse = { submissionSets: [], folders: [], associations: [], objectRefs: [] };
      return [
        ...(await rule.check({ ...others, documentEntries: stable }, columns.Stable)),
        ...(await rule.check({ ...nothingElse, documentEntries: onDemand }, columns.OnDemand)),
      ];
    },
  };
}
