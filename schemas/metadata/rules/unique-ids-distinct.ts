import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

/** A uniqueId names one object of the message — ITI TF-2 3.42.4.1.3.3.7, ITI TF-3 Table 4.2.4.1-2. */
export const uniqueIdsDistinct: Rule<Submission> = {
  id: 'unique-ids-distinct',
  source: tf2('3.42.4.1.3.3.7'),
  statement: 'No two objects of a submission have the same uniqueId.',
  code: 'XDSRegistryDuplicateUniqueIdInMessage',
  *check({ submissionSets, documentEntries, folders }) {
    const firstWith = new Map<string, string>();
    for (const { entryUUID, uniqueId } of [...submissionSets, ...documentEntries, ...folders]) {
      if (!uniqueId) continue;
      const first = firstWith.get(uniqueId);
      if (first === undefined) firstWith.set(uniqueId, entryUUID);
      else yield { at: `${entryUUID}.uniqueId`, found: `${uniqueId}, as in ${first}` };
    }
  },
};
