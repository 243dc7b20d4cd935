import type { Rule } from '../../../rule.ts';
import { tf2, tf3 } from '../../../spec-ref.ts';
import { associationTypes } from '../../../vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../vocabulary/statuses.ts';
import type { Association, Submission } from '../../nouns.ts';
import { folderMembers, objectsById } from '../objects.ts';
import { relationshipsOf } from '../relationships.ts';
import {
  isTrigger,
  statusChangesOf,
  strayAssociations,
  submittedAssociations,
  submittedVersions,
} from './new-versions.ts';

const source = tf2('3.57.4.1.3.3');
const types: ReadonlySet<string> = new Set(Object.values(associationTypes));
const statuses: ReadonlySet<string> = new Set(Object.values(availabilityStatuses));

/** Associations have a type of the standard or of Metadata Update — ITI TF-3 4.2.2. */
export const updateAssociationTypeKnown: Rule<Submission> = {
  id: 'update-association-type-known',
  source: tf3('4.2.2'),
  statement:
    'Each associationType of an update is the full URN of HasMember, RPLC, APND, XFRM, XFRM_RPLC, signs, IsSnapshotOf, UpdateAvailabilityStatus or SubmitAssociation.',
  code: 'XDSRegistryMetadataError',
  *check({ associations }) {
    for (const { entryUUID, type } of associations) {
      if (!types.has(type)) yield { at: `${entryUUID}.associationType`, found: `'${type}'` };
    }
  },
};

/** A request that asks for nothing, or holds what no operation asks for, was not understood. */
export const operationsRecognised: Rule<Submission> = {
  id: 'operations-recognised',
  source,
  statement:
    'An update holds an operation, and each of its associations is part of one: a HasMember of a new version, UpdateAvailabilityStatus, SubmitAssociation or what it submits.',
  code: 'XDSMetadataUpdateOperationError',
  *check(submission) {
    const { documentEntries, folders, associations } = submission;
    if (documentEntries.length + folders.length === 0 && !associations.some(isTrigger)) {
      yield {
        at: 'RegistryObjectList',
        found: 'neither a new version nor UpdateAvailabilityStatus nor SubmitAssociation',
      };
    }
    for (const { entryUUID, type } of strayAssociations(submission)) {
      if (types.has(type)) yield { at: entryUUID, found: `${lastWord(type)} that nothing submits` };
    }
  },
};

/** The SubmissionSet asks for operations; nothing else does. */
export const triggersFromSubmissionSet: Rule<Submission> = {
  id: 'triggers-from-submission-set',
  source,
  statement: 'The source of UpdateAvailabilityStatus and of SubmitAssociation is the SubmissionSet.',
  code: 'XDSMetadataUpdateOperationError',
  *check({ submissionSets, associations }) {
    const sets = new Set(submissionSets.map(({ entryUUID }) => entryUUID));
    for (const association of associations.filter(isTrigger)) {
      if (!sets.has(association.source)) yield { at: `${association.entryUUID}.source`, found: association.source };
    }
  },
};

/** A change of status says from what to what; what it changes is registered, or a new version of the same message. */
export const statusChangeComplete: Rule<Submission> = {
  id: 'status-change-complete',
  source: tf2('3.57.4.1.3.3.2'),
  statement:
    'UpdateAvailabilityStatus has the slots OriginalStatus and NewStatus with two different status URNs, and its target is no association of the message.',
  code: 'XDSMetadataUpdateOperationError',
  *check(submission) {
    const byId = objectsById(submission);
    for (const { entryUUID, originalStatus, newStatus, target } of statusChangesOf(submission)) {
      if (!statuses.has(originalStatus ?? ''))
        yield { at: `${entryUUID}.OriginalStatus`, found: quoted(originalStatus) };
      if (!statuses.has(newStatus ?? '') || newStatus === originalStatus)
        yield { at: `${entryUUID}.NewStatus`, found: quoted(newStatus) };
      if (byId.get(target)?.kind === 'Association')
        yield { at: `${entryUUID}.target`, found: `${target}, an Association of the message` };
    }
  },
};

/** SubmitAssociation points at what it submits; a HasMember of the SubmissionSet cannot be submitted a second time. */
export const submittedAssociationInMessage: Rule<Submission> = {
  id: 'submitted-association-in-message',
  source: tf2('3.57.4.1.3.3.6'),
  statement:
    'The target of SubmitAssociation is a relationship, or a HasMember of a Folder and a DocumentEntry, of the same message, submitted once.',
  code: 'XDSMetadataUpdateOperationError',
  *check(submission) {
    const legal = new Set<Association>([...relationshipsOf(submission), ...folderMembers(submission)]);
    const seen = new Set<string>();
    for (const { trigger, association } of submittedAssociations(submission)) {
      const at = `${trigger.entryUUID}.target`;
      if (association === undefined) yield { at, found: `${trigger.target}, no Association of the message` };
      // An unknown type is another rule's finding.
      else if (!legal.has(association) && types.has(association.type)) yield { at, found: described(association) };
      else if (seen.has(trigger.target)) yield { at, found: `${trigger.target}, submitted before` };
      seen.add(trigger.target);
    }
  },
};

/** Annotations mean something in one place only; in another the sender meant what the registry would not do. */
export const annotationsInPlace: Rule<Submission> = {
  id: 'annotations-in-place',
  source: tf2('3.57.4.1.3.1'),
  statement:
    'PreviousVersion and AssociationPropagation (yes or no) stand on the HasMember of a new version, whose SubmissionSetStatus is Original; OriginalStatus and NewStatus stand on UpdateAvailabilityStatus.',
  code: 'XDSMetadataUpdateOperationError',
  *check(submission) {
    const members = new Map(submittedVersions(submission).map(({ object, member }) => [member, object.kind]));
    for (const association of submission.associations) {
      const kind = members.get(association);
      yield* kind === undefined ? strayAnnotations(association) : wrongOnMember(association, kind);
    }
  },
};

function* wrongOnMember(member: Association, kind: 'DocumentEntry' | 'Folder') {
  const { entryUUID, associationPropagation, submissionSetStatus, originalStatus, newStatus } = member;
  if (associationPropagation !== undefined && associationPropagation !== 'yes' && associationPropagation !== 'no')
    yield { at: `${entryUUID}.AssociationPropagation`, found: quoted(associationPropagation) };
  if (submissionSetStatus !== 'Original' && (kind === 'DocumentEntry' || submissionSetStatus !== undefined))
    yield { at: `${entryUUID}.SubmissionSetStatus`, found: quoted(submissionSetStatus) };
  if (originalStatus !== undefined) yield { at: `${entryUUID}.OriginalStatus`, found: quoted(originalStatus) };
  if (newStatus !== undefined) yield { at: `${entryUUID}.NewStatus`, found: quoted(newStatus) };
}

function* strayAnnotations(association: Association) {
  const { entryUUID, previousVersion, associationPropagation, originalStatus, newStatus, type } = association;
  if (previousVersion !== undefined) yield { at: `${entryUUID}.PreviousVersion`, found: quoted(previousVersion) };
  if (associationPropagation !== undefined)
    yield { at: `${entryUUID}.AssociationPropagation`, found: quoted(associationPropagation) };
  if (type === associationTypes.UpdateAvailabilityStatus) return;
  if (originalStatus !== undefined) yield { at: `${entryUUID}.OriginalStatus`, found: quoted(originalStatus) };
  if (newStatus !== undefined) yield { at: `${entryUUID}.NewStatus`, found: quoted(newStatus) };
}

/** What ITI-57 understands, ITI-42 does not: a sender that annotates wants an update, not a first version. */
export const updateAnnotationsAbsent: Rule<Submission> = {
  id: 'update-annotations-absent',
  source: tf3('4.2.2'),
  statement:
    'No association has the slots PreviousVersion, AssociationPropagation, OriginalStatus or NewStatus, which belong to metadata update (ITI-57, ITI-92).',
  code: 'XDSRegistryMetadataError',
  *check({ associations }) {
    for (const { entryUUID, previousVersion, associationPropagation, originalStatus, newStatus } of associations) {
      const annotations = { PreviousVersion: previousVersion, AssociationPropagation: associationPropagation };
      for (const [name, value] of Object.entries({
        ...annotations,
        OriginalStatus: originalStatus,
        NewStatus: newStatus,
      }))
        if (value !== undefined) yield { at: `${entryUUID}.${name}`, found: quoted(value) };
    }
  },
};

function described({ entryUUID, type }: Association): string {
  return `${entryUUID}, a ${lastWord(type)} that is no part of SubmitAssociation`;
}

function lastWord(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

function quoted(value: string | undefined): string {
  return value === undefined ? 'nothing' : `'${value}'`;
}
