import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { folderMembers } from './objects.ts';

/** A submission submits something — ITI TF-2 3.42.4.1.2, ITI TF-3 4.2.1. */
export const submissionHasContent: Rule<Submission> = {
  id: 'submission-has-content',
  source: tf2('3.42.4.1.2'),
  statement: 'A submission holds at least one DocumentEntry, Folder, or HasMember of a Folder and a DocumentEntry.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    const { documentEntries, folders } = submission;
    if (documentEntries.length + folders.length + folderMembers(submission).length > 0) return;
    yield { at: 'RegistryObjectList', found: 'neither a DocumentEntry nor a Folder nor a HasMember of a Folder' };
  },
};
