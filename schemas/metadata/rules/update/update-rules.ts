import type { Rule } from '../../../rule.ts';
import type { CodeSets } from '../../../vocabulary/code-sets.ts';
import { documentEntryTypes } from '../../../vocabulary/object-types.ts';
import type { DocumentEntry, Submission } from '../../nouns.ts';
import { type OptionalityColumn, optionalityFor } from '../../optionality.ts';
import { associationEndsDiffer } from '../association-ends-differ.ts';
import { attributeFormat } from '../attribute-format.ts';
import { attributeLength } from '../attribute-length.ts';
import { authorNamed } from '../author-named.ts';
import { codesInValueSets } from '../codes-in-value-sets.ts';
import { documentAvailabilityKnown } from '../document-availability-known.ts';
import { hasMemberEnds } from '../has-member-ends.ts';
import { hasMemberUndocumented } from '../has-member-undocumented.ts';
import { mimeTypesInValueSet } from '../mime-types-in-value-set.ts';
import { objectIdsUnique } from '../object-ids-unique.ts';
import { objectIdsWellFormed } from '../object-ids-well-formed.ts';
import { oneSubmissionSet } from '../one-submission-set.ts';
import { patientIdsMatch } from '../patient-ids-match.ts';
import { prohibitedAttributes } from '../prohibited-attributes.ts';
import { referencesResolvable } from '../references-resolvable.ts';
import { requiredAttributes } from '../required-attributes.ts';
import { serviceTimesInOrder } from '../service-times-in-order.ts';
import { sourcePatientInfoOnce } from '../source-patient-info-once.ts';
import { within } from '../submission-rules.ts';
import { uniqueIdsDistinct } from '../unique-ids-distinct.ts';
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
    ...metadataRules(policy),
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
    ...metadataRules(policy),
    referencesResolvable,
  ];
}

/** The rules of ids and attributes; a Stable and an On-Demand entry each have their own column. */
function metadataRules({ codeSets }: UpdatePolicy): readonly Rule<Submission>[] {
  const columns = {
    Stable: optionalityFor('documentRepository'),
    OnDemand: optionalityFor('onDemandDocumentSource'),
  };
  return [
    objectIdsUnique,
    objectIdsWellFormed,
    uniqueIdsDistinct,
    byEntryType(requiredAttributes, columns),
    byEntryType(prohibitedAttributes, columns),
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

/** A rule about attributes that asks each DocumentEntry what its own objectType demands. */
function byEntryType(
  rule: Rule<Submission, OptionalityColumn>,
  columns: { readonly Stable: OptionalityColumn; readonly OnDemand: OptionalityColumn },
): Rule<Submission> {
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
