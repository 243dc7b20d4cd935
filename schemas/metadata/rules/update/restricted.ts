import type { Rule } from '../../../rule.ts';
import { tf2 } from '../../../spec-ref.ts';
import type { Submission } from '../../nouns.ts';
import { isTrigger, submittedVersions } from './new-versions.ts';

const source = tf2('3.92.4.1.3');

/** A restricted update is about documents. */
export const restrictedNoFolder: Rule<Submission> = {
  id: 'restricted-no-folder',
  source,
  statement: 'A restricted update holds no Folder.',
  code: 'XDSObjectTypeError',
  *check({ folders }) {
    for (const { entryUUID } of folders) yield { at: `Folder ${entryUUID}`, found: 'a Folder' };
  },
};

/** Status and associations are changed by ITI-57. */
export const restrictedNoOperation: Rule<Submission> = {
  id: 'restricted-no-operation',
  source,
  statement: 'A restricted update holds neither UpdateAvailabilityStatus nor SubmitAssociation.',
  code: 'UnmodifiableMetadataError',
  *check({ associations }) {
    for (const association of associations.filter(isTrigger)) {
      yield { at: association.entryUUID, found: association.type };
    }
  },
};

/** First versions are registered by ITI-42; a restricted update starts from what is registered. */
export const restrictedNoInitialVersion: Rule<Submission> = {
  id: 'restricted-no-initial-version',
  source,
  statement: 'Each DocumentEntry of a restricted update has a logicalID, and it differs from the entryUUID.',
  code: 'XDSInvalidRequestException',
  *check({ documentEntries }) {
    for (const { entryUUID, logicalID } of documentEntries) {
      if (logicalID && logicalID !== entryUUID) continue;
      yield { at: `${entryUUID}.logicalID`, found: logicalID ? 'the entryUUID, which is a first version' : 'nothing' };
    }
  },
};

/** The link carries the annotations; memberships and relationships always go along. */
export const restrictedAnnotations: Rule<Submission> = {
  id: 'restricted-annotations',
  source: tf2('3.92.4.1.2.2'),
  statement:
    'Each DocumentEntry of a restricted update is linked by one HasMember of the SubmissionSet with SubmissionSetStatus Original and, if any, AssociationPropagation yes.',
  code: 'XDSMetadataAnnotationError',
  *check(submission) {
    for (const { object, member } of submittedVersions(submission)) {
      if (object.kind !== 'DocumentEntry') continue;
      if (member === undefined) {
        yield { at: `DocumentEntry ${object.entryUUID}`, found: 'no HasMember from the SubmissionSet' };
        continue;
      }
      const { entryUUID, associationPropagation: propagation, submissionSetStatus: status } = member;
      if (propagation !== undefined && propagation !== 'yes')
        yield { at: `${entryUUID}.AssociationPropagation`, found: `'${propagation}'` };
      if (status !== 'Original')
        yield { at: `${entryUUID}.SubmissionSetStatus`, found: status === undefined ? 'nothing' : `'${status}'` };
    }
  },
};

/** What is neither a new version nor its link has no meaning here. */
export const restrictedOnlyEntries: Rule<Submission> = {
  id: 'restricted-only-entries',
  source,
  statement:
    'A restricted update holds DocumentEntries, for each one HasMember of the SubmissionSet, and no other association.',
  code: 'XDSMetadataUpdateError',
  *check(submission) {
    const { documentEntries, folders, associations } = submission;
    if (documentEntries.length + folders.length === 0) yield { at: 'RegistryObjectList', found: 'no DocumentEntry' };
    const members = new Set(submittedVersions(submission).map(({ member }) => member));
    for (const association of associations) {
      if (members.has(association) || isTrigger(association)) continue;
      yield { at: association.entryUUID, found: `${association.type} to ${association.target}` };
    }
  },
};
