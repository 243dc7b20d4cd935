import type { Association, RegistryObject } from '../../../schemas/metadata/nouns.ts';
import type { SpecRef } from '../../../schemas/spec-ref.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import type { RegisteredVersion } from '../store/versions.ts';
import type { Update, UpdateRule, UpdateView } from './update.ts';

/** The operations of Metadata Update, by the names of 3.57.4.1.3.3.1 to .6 without blanks. */
export const operationNames = [
  'UpdateDocumentEntryMetadata',
  'UpdateDocumentEntryAvailabilityStatus',
  'UpdateFolderMetadata',
  'UpdateFolderAvailabilityStatus',
  'UpdateAssociationAvailabilityStatus',
  'SubmitAssociation',
] as const;

/** The name of an operation of Metadata Update. */
export type OperationName = (typeof operationNames)[number];

/** One operation of Metadata Update: what asks for it, what must hold before it, what it does. */
export interface Operation<Trigger> {
  readonly name: OperationName;
  readonly source: SpecRef;
  /** What in an update asks for the operation, in the order of the message; `id` is that of the asking object. */
  triggers(update: Update, view: UpdateView): readonly Triggered<Trigger>[];
  readonly preconditions: readonly UpdateRule[];
  /** What happens for one trigger of an update that kept every rule. */
  effect(trigger: Trigger, performing: Performing): Effect;
}

/** One trigger and the id of the object of the message that it is. */
export interface Triggered<Trigger> {
  readonly id: string;
  readonly trigger: Trigger;
}

/** What effects are worked out from. */
export interface Performing {
  /** With UUIDs for ids. */
  readonly update: Update;
  readonly view: UpdateView;
  /** entryUUID of the SubmissionSet. */
  readonly submissionSet: string;
  /** DTM of 14 digits: when the update takes place. */
  readonly time: string;
  readonly newUUID: () => `urn:uuid:${string}`;
  /** The status of the version that follows `former`, as a full URN. */
  statusAfter(former: RegisteredVersion): string;
}

/** What is to be written for an operation; the effects of all operations of an update are written together. */
export interface Effect {
  readonly inserted: readonly RegistryObject[];
  /** Versions that are the latest no more and Deprecated. */
  readonly superseded: readonly RegisteredVersion[];
  readonly statuses: readonly StatusChange[];
  /** Folders that receive a DocumentEntry. */
  readonly receiving: readonly string[];
}

/** A status to be set, after everything is inserted. */
export interface StatusChange {
  readonly entryUUID: string;
  /** The full URN. */
  readonly availabilityStatus: string;
}

/** An effect of the parts that are given. */
export function effectOf(parts: Partial<Effect>): Effect {
  return { inserted: [], superseded: [], statuses: [], receiving: [], ...parts };
}

/** An association as the registry keeps it: Approved, a first version, without what only told how to update. */
export function keptAssociation(association: Association): Association {
  const { previousVersion, associationPropagation, ...kept } = association;
  const { entryUUID: logicalID } = association;
  return { ...kept, logicalID, version: '1', availabilityStatus: availabilityStatuses.Approved };
}

/** A new HasMember. */
export function hasMember(entryUUID: string, source: string, target: string): Association {
  const { HasMember: type } = associationTypes;
  return keptAssociation({ kind: 'Association', entryUUID, type, source, target, extraMetadata: [] });
}
