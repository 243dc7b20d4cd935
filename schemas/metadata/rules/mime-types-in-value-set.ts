import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { CodeSets } from '../../vocabulary/code-sets.ts';
import type { Submission } from '../nouns.ts';

/** Documents are of the types the affinity domain agreed on — ITI TF-3 4.2.3.2.15. */
export const mimeTypesInValueSet: Rule<Submission, CodeSets> = {
  id: 'mime-types-in-value-set',
  source: tf3('4.2.3.2.15'),
  statement: 'Each mimeType is one that the affinity domain takes.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries }, { mimeTypes }) {
    if (mimeTypes === undefined) return;
    for (const { entryUUID, mimeType } of documentEntries) {
      if (mimeType && !mimeTypes.includes(mimeType)) yield { at: `${entryUUID}.mimeType`, found: mimeType };
    }
  },
};
