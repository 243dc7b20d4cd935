import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

/** A message is one submission — ITI TF-2 3.42.4.1.2, ITI TF-3 4.2.1. */
export const oneSubmissionSet: Rule<Submission> = {
  id: 'one-submission-set',
  source: tf2('3.42.4.1.2'),
  statement: 'A submission holds exactly one SubmissionSet.',
  code: 'XDSRegistryMetadataError',
  *check({ submissionSets }) {
    if (submissionSets.length === 1) return;
    const ids = submissionSets.map((set) => set.entryUUID).join(', ');
    yield { at: 'RegistryObjectList', found: ids === '' ? 'no SubmissionSet' : `${submissionSets.length}: ${ids}` };
  },
};
