import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { aDocumentEntry } from '../../../test/support/metadata.ts';
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
const onDemand = { objectType: documentEntryTypes.OnDemand };
const takenDocument = 'urn:uuid:11111111-0000-4000-8000-000000000009';
const taken = (overrides = {}) => aKnownObject({ entryUUID: takenDocument, ...overrides });
const submitted = aRegistration({}, [anAssociationOf('IsSnapshotOf', takenDocument, registeredDocument)]);

proveRule(snapshotOfOnDemand, {
  accepts: {
    'a snapshot of an On-Demand entry': [snapshot, aRegistry([aKnownObject(onDemand)])],
    'a snapshot that was registered before and is submitted as one (ITI-57)': [
      submitted,
      aRegistry([taken(), aKnownObject(onDemand)]),
    ],
    'a replacement of a Stable entry': [
      aRegistration({}, [anAssociationOf('RPLC', 'Document01', registeredDocument)]),
      aRegistry([aKnownObject()]),
    ],
  },
  rejects: {
    'a snapshot of a Stable entry': [snapshot, aRegistry([aKnownObject()])],
    'a snapshot that is submitted of a Stable entry': [submitted, aRegistry([taken(), aKnownObject()])],
    'an On-Demand entry that is submitted as a snapshot': [
      submitted,
      aRegistry([taken(onDemand), aKnownObject(onDemand)]),
    ],
    'a new version of an On-Demand entry as a snapshot': [
      aRegistration({ documentEntries: [aDocumentEntry(onDemand)] }, snapshot.submission.associations.slice(1)),
      aRegistry([aKnownObject(onDemand)]),
    ],
  },
});
