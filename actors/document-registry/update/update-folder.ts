import { tf2 } from '../../../schemas/spec-ref.ts';
import {
  latestVersionApproved,
  logicalIdRegistered,
  previousVersionLatest,
  versionPatientIdChangeable,
  versionUniqueIdKept,
} from '../rules/update/versions.ts';
import { newVersionEffect, versionTriggers } from './new-version.ts';
import type { Operation } from './operation.ts';
import type { NewVersion } from './update.ts';

/** A Folder gets a new version, with the documents it holds. */
export const updateFolder: Operation<NewVersion> = {
  name: 'UpdateFolderMetadata',
  source: tf2('3.57.4.1.3.3.3'),
  triggers: versionTriggers('Folder'),
  preconditions: [
    logicalIdRegistered,
    previousVersionLatest,
    latestVersionApproved,
    versionUniqueIdKept,
    versionPatientIdChangeable,
  ],
  effect: newVersionEffect,
};
