import type { RegistryRule } from '../registration.ts';
import { entryUUIDUnused } from './entry-uuid.ts';
import { patientKnown, registeredPatientIdsMatch } from './patient.ts';
import {
  referencesRegistered,
  registeredEndKinds,
  registeredEndsApproved,
  registeredTransformationNotAppendedTo,
} from './registered-ends.ts';
import { snapshotOfOnDemand } from './snapshot.ts';
import {
  documentEntryHash,
  documentEntrySize,
  documentEntryUniqueId,
  folderUniqueId,
  submissionSetUniqueId,
} from './unique-id.ts';

/** What a Document Registry judges by what it holds, in the order of the report — ITI TF-2 3.42.4.1.3. */
export const registryRules: readonly RegistryRule[] = [
  referencesRegistered,
  registeredEndKinds,
  entryUUIDUnused,
  submissionSetUniqueId,
  folderUniqueId,
  documentEntryUniqueId,
  documentEntryHash,
  documentEntrySize,
  patientKnown,
  registeredPatientIdsMatch,
  registeredEndsApproved,
  registeredTransformationNotAppendedTo,
  snapshotOfOnDemand,
];
