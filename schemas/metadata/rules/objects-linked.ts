import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { folderMembers, submissionSetMembers } from './objects.ts';

/** Everything that is submitted is a member of the SubmissionSet, once — ITI TF-3 4.2.1.4, 4.2.2.1. */
export const objectsLinked: Rule<Submission> = {
  id: 'objects-linked',
  source: tf3('4.2.2.1'),
  statement:
    'Each DocumentEntry, each Folder and each HasMember of a Folder and a DocumentEntry is the target of exactly one HasMember of the SubmissionSet.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    const links = new Map<string, number>();
    for (const { target } of submissionSetMembers(submission)) links.set(target, (links.get(target) ?? 0) + 1);
    for (const object of [...submission.documentEntries, ...submission.folders, ...folderMembers(submission)]) {
      const count = links.get(object.entryUUID) ?? 0;
      if (count === 1) continue;
      yield { at: `${object.kind} ${object.entryUUID}`, found: `${count} HasMember from the SubmissionSet` };
    }
  },
};
