import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { objectsOf } from './objects.ts';

/** An id names one object of the message — ITI TF-2 3.42.4.1.3.7. */
export const objectIdsUnique: Rule<Submission> = {
  id: 'object-ids-unique',
  source: tf2('3.42.4.1.3.7'),
  statement: 'No two objects of a submission have the same id.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    const firstWith = new Map<string, string>();
    for (const { entryUUID, kind } of objectsOf(submission)) {
      const first = firstWith.get(entryUUID);
      if (first === undefined) firstWith.set(entryUUID, kind);
      else yield { at: `${kind} ${entryUUID}.entryUUID`, found: `the id of a ${first} of the same message` };
    }
  },
};
