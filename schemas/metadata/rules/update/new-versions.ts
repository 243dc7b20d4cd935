import { associationTypes } from '../../../vocabulary/association-types.ts';
import type { Association, DocumentEntry, Folder, Submission } from '../../nouns.ts';
import { folderMembers, submissionSetMembers } from '../objects.ts';

const { UpdateAvailabilityStatus, SubmitAssociation } = associationTypes;

/** A DocumentEntry or Folder that an update brings, and the HasMember of the SubmissionSet that carries its annotations. */
export interface SubmittedVersion {
  readonly object: DocumentEntry | Folder;
  /** Absent when nothing links the object to the SubmissionSet; the first when several do. */
  readonly member: Association | undefined;
}

/** The new versions of an update, in the order of the message — XDS Metadata Update, Metadata Annotations. */
export function submittedVersions(submission: Submission): SubmittedVersion[] {
  const members = new Map<string, Association>();
  for (const member of submissionSetMembers(submission)) {
    if (!members.has(member.target)) members.set(member.target, member);
  }
  return [...submission.documentEntries, ...submission.folders].map((object) => ({
    object,
    member: members.get(object.entryUUID),
  }));
}

/** A new version takes the memberships and relationships of the former one along, unless its HasMember says no. */
export function propagates(member: Association | undefined): boolean {
  return member?.associationPropagation !== 'no';
}

/** The UpdateAvailabilityStatus associations of a message: each asks for one change of status. */
export function statusChangesOf({ associations }: Submission): Association[] {
  return associations.filter(({ type }) => type === UpdateAvailabilityStatus);
}

/** A SubmitAssociation and the association of the message it points at. */
export interface SubmittedAssociation {
  readonly trigger: Association;
  /** Absent when the message has none of that id. */
  readonly association: Association | undefined;
}

/** The SubmitAssociation associations of a message with what each submits. */
export function submittedAssociations({ associations }: Submission): SubmittedAssociation[] {
  const byId = new Map(associations.map((association) => [association.entryUUID, association]));
  return associations
    .filter(({ type }) => type === SubmitAssociation)
    .map((trigger) => ({ trigger, association: byId.get(trigger.target) }));
}

/** True for the two association types that only ask for something and are not kept. */
export function isTrigger({ type }: Association): boolean {
  return type === UpdateAvailabilityStatus || type === SubmitAssociation;
}

/**
 * The associations that are part of no operation: neither a trigger, nor what one submits, nor a HasMember that files a
 * new version or a submitted Folder membership.
 */
export function strayAssociations(submission: Submission): Association[] {
  const submitted = new Set(submittedAssociations(submission).map(({ trigger }) => trigger.target));
  const versions = new Set([...submission.documentEntries, ...submission.folders].map(({ entryUUID }) => entryUUID));
  const members = new Set(submissionSetMembers(submission));
  const memberships = new Set(folderMembers(submission).map(({ entryUUID }) => entryUUID));
  const isPart = (association: Association) =>
    isTrigger(association) ||
    submitted.has(association.entryUUID) ||
    (members.has(association) &&
      (versions.has(association.target) || (submitted.has(association.target) && memberships.has(association.target))));
  return submission.associations.filter((association) => !isPart(association));
}
