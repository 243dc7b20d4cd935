import type { Effect, Operation, OperationName, Performing } from './operation.ts';
import { submitAssociation } from './submit-association.ts';
import type { Update, UpdateRule, UpdateView } from './update.ts';
import { updateAssociationStatus } from './update-association-status.ts';
import { updateDocumentEntry } from './update-document-entry.ts';
import { updateDocumentEntryStatus } from './update-document-entry-status.ts';
import { updateFolder } from './update-folder.ts';
import { updateFolderStatus } from './update-folder-status.ts';

/** An operation whatever its triggers are. */
export interface AnyOperation {
  readonly name: OperationName;
  readonly preconditions: readonly UpdateRule[];
  /** The ids of what asks for the operation. */
  askedBy(update: Update, view: UpdateView): readonly string[];
  /** What happens for all its triggers, in the order of the message. */
  effects(performing: Performing): readonly Effect[];
}

/** An operation without the type of its triggers. */
export function anyOperation<Trigger>(operation: Operation<Trigger>): AnyOperation {
  return {
    name: operation.name,
    preconditions: operation.preconditions,
    askedBy: (update, view) => operation.triggers(update, view).map(({ id }) => id),
    effects: (performing) =>
      operation
        .triggers(performing.update, performing.view)
        .map(({ trigger }) => operation.effect(trigger, performing)),
  };
}

/**
 * The operations of Metadata Update in the order in which they take place, whatever the order of the message: versions,
 * then associations, then statuses — XDS Metadata Update 3.57.4.1.3.1.
 */
export const updateOperations: readonly AnyOperation[] = [
  anyOperation(updateDocumentEntry),
  anyOperation(updateFolder),
  anyOperation(submitAssociation),
  anyOperation(updateDocumentEntryStatus),
  anyOperation(updateFolderStatus),
  anyOperation(updateAssociationStatus),
];
