import type { Association } from '../../../schemas/metadata/nouns.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { Operation } from './operation.ts';
import { statusEffect, statusPreconditions, statusTriggers } from './status-change.ts';

/** The status of a Folder changes; what it holds keeps its own. */
export const updateFolderStatus: Operation<Association> = {
  name: 'UpdateFolderAvailabilityStatus',
  source: tf2('3.57.4.1.3.3.4'),
  triggers: statusTriggers('Folder'),
  preconditions: statusPreconditions,
  effect: statusEffect,
};
