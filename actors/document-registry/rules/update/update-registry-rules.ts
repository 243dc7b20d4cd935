import { restrictedOnlyEntries } from '../../../../schemas/metadata/rules/update/restricted.ts';
import { updateOperations } from '../../update/operations.ts';
import type { UpdateRule } from '../../update/update.ts';
import { entryUUIDUnused } from '../entry-uuid.ts';
import { patientKnown } from '../patient.ts';
import { referencesRegistered, registeredTransformationNotAppendedTo } from '../registered-ends.ts';
import { snapshotOfOnDemand } from '../snapshot.ts';
import { submissionSetUniqueId } from '../unique-id.ts';
import {
  localPolicyKept,
  type RestrictedUpdateRule,
  restrictedAttributesKept,
  restrictedObjectTypeKept,
  restrictedPatientIdKept,
  restrictedUniqueIdKept,
} from './restricted.ts';
import { logicalIdRegistered, previousVersionLatest } from './versions.ts';

/** What holds for an update as for any submission: its references, ids and patients. */
const submissionRules: readonly UpdateRule[] = [
  referencesRegistered,
  entryUUIDUnused,
  submissionSetUniqueId,
  patientKnown,
];

/** What a Document Registry judges ITI-57 by, in the order of the report — ITI TF-2 3.57.4.1.3. */
export const updateRegistryRules: readonly UpdateRule[] = [
  ...submissionRules,
  // Several operations share a precondition; it is judged once, for all of them.
  ...new Set(updateOperations.flatMap(({ preconditions }) => preconditions)),
  registeredTransformationNotAppendedTo,
  snapshotOfOnDemand,
];

/** What a Document Registry judges ITI-92 by, in the order of the report — ITI TF-2 3.92.4.1.3. */
export const restrictedUpdateRegistryRules: readonly RestrictedUpdateRule[] = [
  ...submissionRules,
  { ...restrictedOnlyEntries, check: ({ submission }) => restrictedOnlyEntries.check(submission) },
  logicalIdRegistered,
  previousVersionLatest,
  restrictedUniqueIdKept,
  restrictedPatientIdKept,
  restrictedObjectTypeKept,
  restrictedAttributesKept,
  localPolicyKept,
];
