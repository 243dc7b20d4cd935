import type { Association } from '../../../schemas/metadata/nouns.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { Operation } from './operation.ts';
import { statusEffect, statusPreconditions, statusTriggers } from './status-change.ts';

/** The status of a Folder membership or a relationship changes. */
export const updateAssociationStatus: Operation<Association> = {
  name: 'UpdateAssociationAvailabilityStatus',
  source: tf2('3.57.4.1.3.3.5'),
  triggers: statusTriggers('Association'),
  preconditions: statusPreconditions,
  effect: statusEffect,
};
