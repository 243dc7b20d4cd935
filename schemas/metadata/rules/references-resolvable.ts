import { uuid } from '../../datatypes/uuid.ts';
import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { objectsById } from './objects.ts';

/** A reference is to an object of the message, or by UUID to one in the registry — ITI TF-2 3.42.4.1.3.7. */
export const referencesResolvable: Rule<Submission> = {
  id: 'references-resolvable',
  source: tf2('3.42.4.1.3.7'),
  statement: 'The ends of an association are ids of objects of the message or UUIDs.',
  code: 'UnresolvedReferenceException',
  *check(submission) {
    const byId = objectsById(submission);
    for (const { entryUUID, source, target } of submission.associations) {
      for (const [end, id] of [
        ['source', source],
        ['target', target],
      ] as const) {
        if (!byId.has(id) && uuid.check(id) !== undefined) yield { at: `${entryUUID}.${end}`, found: `'${id}'` };
      }
    }
  },
};
