import { tf3 } from '../../../schemas/spec-ref.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { RegistryRule } from '../registration.ts';

/**
 * ITI TF-3 4.2.2.2: a snapshot is a Stable document made of an On-Demand DocumentEntry. In ITI-42 every source is of the
 * message; one that was registered before comes with ITI-57.
 */
export const snapshotOfOnDemand: RegistryRule = {
  id: 'snapshot-of-on-demand',
  source: tf3('4.2.2.2'),
  statement: 'The target of IsSnapshotOf is an On-Demand DocumentEntry, its source a Stable one.',
  code: 'XDSRegistryMetadataError',
  *check({ submission, sent }, view) {
    for (const association of submission.associations) {
      if (association.type !== associationTypes.IsSnapshotOf) continue;
      for (const end of ['source', 'target'] as const) {
        const id = association[end];
        const object = sent.get(id) ?? view.object(id);
        if (object?.kind !== 'DocumentEntry' || object.objectType === expectedTypes[end]) continue;
        yield { at: `${association.entryUUID}.${end}`, found: `${id} with objectType ${object.objectType}` };
      }
    }
  },
};

const expectedTypes = { source: documentEntryTypes.Stable, target: documentEntryTypes.OnDemand } as const;
