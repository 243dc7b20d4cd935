import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

/** Nothing is related to itself — ITI TF-3 4.2.2. */
export const associationEndsDiffer: Rule<Submission> = {
  id: 'association-ends-differ',
  source: tf3('4.2.2'),
  statement: 'The source and the target of an association are two objects, and neither is the association.',
  code: 'XDSRegistryMetadataError',
  *check({ associations }) {
    for (const { entryUUID, source, target } of associations) {
      if (source === target) yield { at: entryUUID, found: `${source} as source and target` };
      else if (source === entryUUID || target === entryUUID) yield { at: entryUUID, found: 'itself as an end' };
    }
  },
};
