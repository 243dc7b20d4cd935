import { tf2 } from '../../../schemas/spec-ref.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { RegistryRule } from '../registration.ts';
import { registryRules } from './registry-rules.ts';
import { documentEntryHash, documentEntrySize } from './unique-id.ts';

/**
 * An On-Demand entry may share its uniqueId with other On-Demand entries; a Stable document has a content of its own
 * under its id — ITI TF-2 3.61.4.1.3. The framework names no code; the one for a uniqueId that is taken says it best.
 */
export const onDemandUniqueId: RegistryRule = {
  id: 'on-demand-unique-id',
  source: tf2('3.61.4.1.3'),
  statement: 'The uniqueId of an On-Demand DocumentEntry is not used by a registered Stable DocumentEntry.',
  code: 'XDSDuplicateUniqueIdInRegistry',
  *check({ submission }, view) {
    for (const { entryUUID, uniqueId } of submission.documentEntries) {
      if (uniqueId === undefined) continue;
      const stable = view
        .holders(uniqueId)
        .find(({ kind, objectType }) => kind === 'DocumentEntry' && objectType !== documentEntryTypes.OnDemand);
      if (stable === undefined) continue;
      yield { at: `${entryUUID}.uniqueId`, found: `${uniqueId} of the registered Stable entry ${stable.entryUUID}` };
    }
  },
};

/**
 * What a Document Registry judges ITI-61 by: the rules of ITI-42, but that the same uniqueId is the same content — ITI
 * TF-2 3.61.4.1.3.
 */
export const onDemandRegistryRules: readonly RegistryRule[] = [
  ...registryRules.filter((rule) => rule !== documentEntryHash && rule !== documentEntrySize),
  onDemandUniqueId,
];
