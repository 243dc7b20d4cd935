import { associationTypes } from '../../vocabulary/association-types.ts';
import { associationFields, documentEntryFields, folderFields, submissionSetFields } from '../fields.ts';
import type { Association, RegistryObject, Submission } from '../nouns.ts';

/** The field table of each kind of object. */
export const fieldTables = {
  DocumentEntry: documentEntryFields,
  SubmissionSet: submissionSetFields,
  Folder: folderFields,
  Association: associationFields,
} as const satisfies Record<RegistryObject['kind'], object>;

/** Every object of a submission, kind by kind, each in the order of the message. */
export function objectsOf(submission: Submission): RegistryObject[] {
  return [
    ...submission.submissionSets,
    ...submission.documentEntries,
    ...submission.folders,
    ...submission.associations,
  ];
}

/** The objects of a submission by entryUUID; of several with one id (another rule says so) the first. */
export function objectsById(submission: Submission): Map<string, RegistryObject> {
  const byId = new Map<string, RegistryObject>();
  for (const object of objectsOf(submission)) if (!byId.has(object.entryUUID)) byId.set(object.entryUUID, object);
  return byId;
}

/** The HasMember associations of a submission whose source is one of its SubmissionSets. */
export function submissionSetMembers(submission: Submission): Association[] {
  const sets = new Set(submission.submissionSets.map((set) => set.entryUUID));
  return submission.associations.filter(({ type, source }) => type === associationTypes.HasMember && sets.has(source));
}

/**
 * The HasMember associations that put a document into a folder: those whose source is no SubmissionSet of the
 * message. Such a source is a Folder of the message or of the registry, or wrong, which another rule says.
 */
export function folderMembers(submission: Submission): Association[] {
  const sets = new Set(submission.submissionSets.map((set) => set.entryUUID));
  return submission.associations.filter(({ type, source }) => type === associationTypes.HasMember && !sets.has(source));
}
