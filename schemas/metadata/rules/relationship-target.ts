import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import type { Submission } from '../nouns.ts';
import { objectsById } from './objects.ts';
import { relationshipsOf } from './relationships.ts';

const registeredOnly: ReadonlySet<string> = new Set([
  associationTypes.RPLC,
  associationTypes.XFRM_RPLC,
  associationTypes.IsSnapshotOf,
]);

/**
 * What is replaced, or snapshotted, was there before; what is transformed, appended to or signed may come in the same
 * message — ITI TF-2 3.42.4.1.3.5. Whether a target outside the message exists is for the registry to look up.
 */
export const relationshipTarget: Rule<Submission> = {
  id: 'relationship-target',
  source: tf2('3.42.4.1.3.5'),
  statement:
    'The target of RPLC, XFRM_RPLC and IsSnapshotOf is not in the submission; that of APND, XFRM and signs is a DocumentEntry when it is.',
  code: 'UnresolvedReferenceException',
  *check(submission) {
    const byId = objectsById(submission);
    for (const { entryUUID, type, target } of relationshipsOf(submission)) {
      const object = byId.get(target);
      if (object === undefined) continue;
      if (registeredOnly.has(type)) yield { at: `${entryUUID}.target`, found: `${target}, which is in the message` };
      else if (object.kind !== 'DocumentEntry')
        yield { at: `${entryUUID}.target`, found: `${target}, a ${object.kind}` };
    }
  },
};
