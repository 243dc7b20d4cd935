import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import {
  aKnownObject,
  anAssociationOf,
  aRegistration,
  aRegistry,
  registeredDocument,
} from '../../../test/support/registry.ts';
import { snapshotOfOnDemand } from './snapshot.ts';

const snapshot = aRegistration({}, [anAssociationOf('IsSnapshotOf', 'Document01', registeredDocument)]);

proveRule(snapshotOfOnDemand, {
  accepts: {
    'a snapshot of an On-Demand entry': [
      snapshot,
      aRegistry([aKnownObject({ objectType: documentEntryTypes.OnDemand })]),
    ],
    'a replacement of a Stable entry': [
      aRegistration({}, [anAssociationOf('RPLC', 'Document01', registeredDocument)]),
      aRegistry([aKnownObject()]),
    ],
  },
  rejects: { 'a snapshot of a Stable entry': [snapshot, aRegistry([aKnownObject()])] },
});
