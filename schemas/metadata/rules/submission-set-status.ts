import { isUuidUrn } from '../../datatypes/uuid.ts';
import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { objectsById, submissionSetMembers } from './objects.ts';

/**
 * A HasMember says whether its DocumentEntry is new or was there before — ITI TF-3 4.2.1.4.
 *
 * Only entries can be members by reference, so a target outside the message is one. Labels on other HasMembers are
 * common and without meaning.
 */
export const submissionSetStatus: Rule<Submission> = {
  id: 'submission-set-status',
  source: tf3('4.2.1.4'),
  statement:
    'A HasMember of SubmissionSet and DocumentEntry has SubmissionSetStatus Original when the entry is in the message, Reference when it is not.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    const byId = objectsById(submission);
    for (const { entryUUID, target, submissionSetStatus: found } of submissionSetMembers(submission)) {
      const object = byId.get(target);
      const expected = object === undefined ? 'Reference' : 'Original';
      const applies = object === undefined ? isUuidUrn(target) : object.kind === 'DocumentEntry';
      if (!applies || found === expected) continue;
      const value = found === undefined ? 'nothing' : `'${found}'`;
      yield { at: `${entryUUID}.SubmissionSetStatus`, found: `${value} where ${expected} is meant` };
    }
  },
};
