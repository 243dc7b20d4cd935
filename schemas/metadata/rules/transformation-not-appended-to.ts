import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import type { Submission } from '../nouns.ts';

const transforming: ReadonlySet<string> = new Set([associationTypes.XFRM, associationTypes.XFRM_RPLC]);

/** An addendum belongs to the original, not to a transformation of it — ITI TF-3 4.2.2.2.2. */
export const transformationNotAppendedTo: Rule<Submission> = {
  id: 'transformation-not-appended-to',
  source: tf3('4.2.2.2'),
  statement: 'The target of APND is not itself a transformation.',
  code: 'XDSRegistryMetadataError',
  *check({ associations }) {
    const transformations = new Set(associations.filter((a) => transforming.has(a.type)).map((a) => a.source));
    for (const { entryUUID, type, target } of associations) {
      if (type !== associationTypes.APND || !transformations.has(target)) continue;
      yield { at: `${entryUUID}.target`, found: `${target}, which transforms another document` };
    }
  },
};
