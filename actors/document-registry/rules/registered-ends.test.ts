import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import {
  aKnownFolder,
  aKnownObject,
  aKnownSubmissionSet,
  anAssociationOf,
  aRegistration,
  aRegistry,
  registeredDocument,
  registeredFolder,
  registeredSet,
} from '../../../test/support/registry.ts';
import {
  referencesRegistered,
  registeredEndKinds,
  registeredEndsApproved,
  registeredTransformationNotAppendedTo,
} from './registered-ends.ts';

const replaces = aRegistration({}, [anAssociationOf('RPLC', 'Document01', registeredDocument)]);
const appends = aRegistration({}, [anAssociationOf('APND', 'Document01', registeredDocument)]);
const files = aRegistration({}, [anAssociationOf('HasMember', registeredFolder, registeredDocument)]);
const refers = (target: string) => aRegistration({}, [anAssociationOf('HasMember', 'SubmissionSet01', target)]);
const Deprecated = { availabilityStatus: availabilityStatuses.Deprecated };

proveRule(referencesRegistered, {
  accepts: {
    'a message that names only its own objects': [aRegistration(), aRegistry()],
    'a registered target': [replaces, aRegistry([aKnownObject()])],
    'a registered source and target': [files, aRegistry([aKnownFolder(), aKnownObject()])],
  },
  rejects: {
    'a replaced document nobody registered': [replaces, aRegistry()],
    'a reference to a document nobody registered': [refers(registeredDocument), aRegistry()],
    'a Folder membership of which both ends are unknown, twice': {
      case: [files, aRegistry()],
      at: ['source', 'target'].map((end) => `${files.submission.associations.at(-1)!.entryUUID}.${end}`),
    },
  },
});

proveRule(registeredEndKinds, {
  accepts: {
    'a registered document': [replaces, aRegistry([aKnownObject()])],
    'a registered Folder that receives': [files, aRegistry([aKnownFolder(), aKnownObject()])],
    'a target nobody knows (another rule says so)': [replaces, aRegistry()],
  },
  rejects: {
    'replacing a Folder': [
      aRegistration({}, [anAssociationOf('RPLC', 'Document01', registeredFolder)]),
      aRegistry([aKnownFolder()]),
    ],
    'filing a registered Folder': [refers(registeredFolder), aRegistry([aKnownFolder()])],
    'anything that points at a SubmissionSet': [refers(registeredSet), aRegistry([aKnownSubmissionSet()])],
    'a registered SubmissionSet that gets another member': [
      aRegistration({}, [anAssociationOf('HasMember', registeredSet, 'Document01')]),
      aRegistry([aKnownSubmissionSet()]),
    ],
    'a relationship that starts at a registered document': [
      aRegistration({}, [anAssociationOf('APND', registeredDocument, 'Document01')]),
      aRegistry([aKnownObject()]),
    ],
  },
});

proveRule(registeredEndsApproved, {
  accepts: { 'Approved ends': [files, aRegistry([aKnownFolder(), aKnownObject()])] },
  rejects: {
    'replacing a deprecated document': [replaces, aRegistry([aKnownObject(Deprecated)])],
    'adding to a deprecated document': [appends, aRegistry([aKnownObject(Deprecated)])],
    'filing a deprecated document': [files, aRegistry([aKnownFolder(), aKnownObject(Deprecated)])],
    'a deprecated Folder': [files, aRegistry([aKnownFolder(Deprecated), aKnownObject()])],
    'a reference to a deprecated document': [refers(registeredDocument), aRegistry([aKnownObject(Deprecated)])],
  },
});

const transformation = 'urn:uuid:11111111-0000-4000-8000-000000000009';
proveRule(registeredTransformationNotAppendedTo, {
  accepts: {
    'an addendum to an original': [appends, aRegistry([aKnownObject()])],
    'a transformation that is submitted as an addendum to an original (ITI-57)': [
      aRegistration({}, [anAssociationOf('APND', transformation, registeredDocument)]),
      aRegistry([aKnownObject({ entryUUID: transformation, isTransformation: true }), aKnownObject()]),
    ],
    'a replacement of a transformation': [replaces, aRegistry([aKnownObject({ isTransformation: true })])],
  },
  rejects: { 'an addendum to a transformation': [appends, aRegistry([aKnownObject({ isTransformation: true })])] },
});
