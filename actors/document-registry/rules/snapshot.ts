import { tf3 } from '../../../schemas/spec-ref.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { outerEnds, type RegistryRule } from '../registration.ts';

/** ITI TF-3 4.2.2.2: a snapshot is taken of an On-Demand DocumentEntry. */
export const snapshotOfOnDemand: RegistryRule = {
  id: 'snapshot-of-on-demand',
  source: tf3('4.2.2.2'),
  statement: 'The target of IsSnapshotOf is an On-Demand DocumentEntry.',
  code: 'XDSRegistryMetadataError',
  *check(registration, view) {
    for (const { association, id } of outerEnds(registration)) {
      const known = view.object(id);
      if (association.type !== associationTypes.IsSnapshotOf || known?.kind !== 'DocumentEntry') continue;
      if (known.objectType === documentEntryTypes.OnDemand) continue;
      yield { at: `${association.entryUUID}.target`, found: `${id} with objectType ${known.objectType}` };
    }
  },
};
