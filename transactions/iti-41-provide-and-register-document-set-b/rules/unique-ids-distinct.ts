import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { ProvideAndRegisterRequest } from '../messages.ts';

/** Two documents of one message cannot be told apart by one uniqueId — ITI TF-2 3.41.4.1.3. */
export const uniqueIdsDistinct: Rule<ProvideAndRegisterRequest> = {
  id: 'unique-ids-distinct',
  source: tf2('3.41.4.1.3'),
  statement: 'No two DocumentEntries of the message have the same uniqueId.',
  code: 'XDSRepositoryDuplicateUniqueIdInMessage',
  *check({ submission }) {
    const firstWith = new Map<string, string>();
    for (const { entryUUID, uniqueId } of submission.documentEntries) {
      if (uniqueId === undefined) continue;
      const first = firstWith.get(uniqueId);
      if (first === undefined) firstWith.set(uniqueId, entryUUID);
      else yield { at: `DocumentEntry ${entryUUID}.uniqueId`, found: `${uniqueId}, as in ${first}` };
    }
  },
};
