import { aDocumentEntry, aFolder, aPatientId, aSubmissionSet } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import {
  aKnownFolder,
  aKnownObject,
  anAssociationOf,
  anotherPatientId,
  aRegistration,
  aRegistry,
  registeredDocument,
  registeredFolder,
} from '../../../test/support/registry.ts';
import { patientKnown, registeredPatientIdsMatch } from './patient.ts';

const stranger = 'NOBODY^^^&1.3.6.1.4.1.21367.13.20.3000&ISO';
const merged = 'MERGED^^^&1.3.6.1.4.1.21367.13.20.3000&ISO';

proveRule(patientKnown, {
  accepts: { 'a patient of the feed': [aRegistration({ folders: [aFolder()] }), aRegistry()] },
  rejects: {
    'a patient nobody fed, once for each object': {
      case: [
        aRegistration({
          submissionSets: [aSubmissionSet({ patientId: stranger })],
          documentEntries: [aDocumentEntry({ patientId: stranger })],
          folders: [aFolder({ patientId: stranger })],
        }),
        aRegistry(),
      ],
      at: ['SubmissionSet01.patientId', 'Document01.patientId', 'Folder01.patientId'],
    },
    'a patient who was merged into another': {
      case: [
        aRegistration({ documentEntries: [aDocumentEntry({ patientId: merged })] }),
        aRegistry([], [{ patientId: merged, survivingId: aPatientId }]),
      ],
      at: ['Document01.patientId'],
    },
  },
});

const other = { patientId: anotherPatientId, survivingId: anotherPatientId };
const mergedInto = { patientId: merged, survivingId: aPatientId };
const replaces = aRegistration({}, [anAssociationOf('RPLC', 'Document01', registeredDocument)]);
const files = aRegistration({}, [anAssociationOf('HasMember', registeredFolder, 'Document01')]);
const refers = aRegistration({}, [
  { ...anAssociationOf('HasMember', 'SubmissionSet01', registeredDocument), submissionSetStatus: 'Reference' },
]);
const filesBoth = aRegistration({}, [anAssociationOf('HasMember', registeredFolder, registeredDocument)]);

proveRule(registeredPatientIdsMatch, {
  accepts: {
    'a replacement for the same patient': [replaces, aRegistry([aKnownObject()])],
    'a replacement of what was registered for a merged patient': [replaces, aRegistry([aKnownObject(mergedInto)])],
    'a reference to an entry of another patient': [refers, aRegistry([aKnownObject(other)])],
    'a Folder of the same patient': [files, aRegistry([aKnownFolder()])],
    'a registered Folder and entry of one other patient': [
      filesBoth,
      aRegistry([aKnownFolder(other), aKnownObject(other)]),
    ],
    'a target nobody knows (another rule says so)': [replaces, aRegistry()],
  },
  rejects: {
    'a replacement for another patient': {
      case: [replaces, aRegistry([aKnownObject(other)])],
      at: [`${replaces.submission.associations.at(-1)!.entryUUID}.target`],
    },
    'a Folder of another patient': [files, aRegistry([aKnownFolder(other)])],
    'a registered Folder and entry of two patients': [filesBoth, aRegistry([aKnownFolder(other), aKnownObject()])],
  },
});
