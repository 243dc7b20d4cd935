import { tf2 } from '../../../schemas/spec-ref.ts';
import {
  latestVersionApproved,
  logicalIdRegistered,
  previousVersionLatest,
  versionObjectTypeKept,
  versionPatientIdChangeable,
  versionUniqueIdKept,
} from '../rules/update/versions.ts';
import { newVersionEffect, versionTriggers } from './new-version.ts';
import type { Operation } from './operation.ts';
import type { NewVersion } from './update.ts';

/** A DocumentEntry gets a new version. */
export const updateDocumentEntry: Operation<NewVersion> = {
  name: 'UpdateDocumentEntryMetadata',
  source: tf2('3.57.4.1.3.3.1'),
  triggers: versionTriggers('DocumentEntry'),
  preconditions: [
    logicalIdRegistered,
    previousVersionLatest,
    latestVersionApproved,
    versionUniqueIdKept,
    versionObjectTypeKept,
    versionPatientIdChangeable,
  ],
  effect: newVersionEffect,
};
