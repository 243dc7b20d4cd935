import type { Association } from '../../../schemas/metadata/nouns.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { Operation } from './operation.ts';
import { statusEffect, statusPreconditions, statusTriggers } from './status-change.ts';

/** The status of a DocumentEntry changes: what deprecates the latest version takes the document out of use. */
export const updateDocumentEntryStatus: Operation<Association> = {
  name: 'UpdateDocumentEntryAvailabilityStatus',
  source: tf2('3.57.4.1.3.3.2'),
  triggers: statusTriggers('DocumentEntry'),
  preconditions: statusPreconditions,
  effect: statusEffect,
};
