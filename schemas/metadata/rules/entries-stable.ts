import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import { documentEntryTypes } from '../../vocabulary/object-types.ts';
import type { Submission } from '../nouns.ts';

/** On-Demand entries have a transaction of their own — ITI TF-2 3.42.4.1.3.3, 3.61. */
export const entriesStable: Rule<Submission> = {
  id: 'entries-stable',
  source: tf2('3.42.4.1.3.3'),
  statement: 'Each DocumentEntry is Stable; On-Demand entries are registered by ITI-61.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries }) {
    for (const { entryUUID, objectType } of documentEntries) {
      if (objectType === documentEntryTypes.OnDemand) yield { at: `${entryUUID}.objectType`, found: 'On-Demand' };
    }
  },
};
