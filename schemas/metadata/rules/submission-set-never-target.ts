import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

/** A SubmissionSet contains and is not contained — ITI TF-3 4.2.2. */
export const submissionSetNeverTarget: Rule<Submission> = {
  id: 'submission-set-never-target',
  source: tf3('4.2.2'),
  statement: 'No association has a SubmissionSet as its target.',
  code: 'XDSRegistryMetadataError',
  *check({ submissionSets, associations }) {
    const sets = new Set(submissionSets.map((set) => set.entryUUID));
    for (const { entryUUID, target } of associations) {
      if (sets.has(target)) yield { at: `${entryUUID}.target`, found: `${target}, the SubmissionSet` };
    }
  },
};
