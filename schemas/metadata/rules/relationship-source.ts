import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { relationshipsOf } from './relationships.ts';

/** A relationship starts at a document that is submitted with it — ITI TF-2 3.42.4.1.3.5, ITI TF-3 4.2.2.2. */
export const relationshipSource: Rule<Submission> = {
  id: 'relationship-source',
  source: tf2('3.42.4.1.3.5'),
  statement: 'The source of a relationship is a DocumentEntry of the same submission.',
  code: 'UnresolvedReferenceException',
  *check(submission) {
    const entries = new Set(submission.documentEntries.map((entry) => entry.entryUUID));
    for (const { entryUUID, source } of relationshipsOf(submission)) {
      if (!entries.has(source)) yield { at: `${entryUUID}.source`, found: source };
    }
  },
};
