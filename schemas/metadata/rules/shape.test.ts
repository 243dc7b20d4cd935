import {
  aCode,
  aDocumentEntry,
  aFolder,
  anAssociation,
  aSubmission,
  aSubmissionSet,
  hasMember,
} from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import { documentEntryTypes } from '../../vocabulary/object-types.ts';
import { associationEndsDiffer } from './association-ends-differ.ts';
import { associationTypeSubmittable } from './association-type-submittable.ts';
import { entriesStable } from './entries-stable.ts';
import { hasMemberEnds } from './has-member-ends.ts';
import { hasMemberUndocumented } from './has-member-undocumented.ts';
import { objectIdsUnique } from './object-ids-unique.ts';
import { objectIdsWellFormed } from './object-ids-well-formed.ts';
import { objectsLinked } from './objects-linked.ts';
import { oneSubmissionSet } from './one-submission-set.ts';
import { patientIdsMatch } from './patient-ids-match.ts';
import { referencesResolvable } from './references-resolvable.ts';
import { relationshipSource } from './relationship-source.ts';
import { relationshipTarget } from './relationship-target.ts';
import { submissionHasContent } from './submission-has-content.ts';
import { submissionSetNeverTarget } from './submission-set-never-target.ts';
import { submissionSetStatus } from './submission-set-status.ts';
import { transformationNotAppendedTo } from './transformation-not-appended-to.ts';
import { uniqueIdsDistinct } from './unique-ids-distinct.ts';

const good = aSubmission();
const registered = 'urn:uuid:5d3f1a52-1c2b-4e3a-8a11-0f5e7c9b2d10';
const set = aSubmissionSet();
const entry = aDocumentEntry();
const folder = aFolder();
const second = aDocumentEntry({ entryUUID: 'Document02', uniqueId: '1.2.9' });

/** A submission with a folder that holds its document: both members and the membership itself are linked. */
const inFolder = hasMember(folder, entry);
const foldered = aSubmission({ folders: [folder] }, [inFolder, hasMember(set, inFolder)]);
const twoEntries = { documentEntries: [entry, second] };
const relation = (type: keyof typeof associationTypes, source: string, target: string) =>
  anAssociation({
    entryUUID: 'Relation01',
    type: associationTypes[type],
    source,
    target,
    submissionSetStatus: undefined,
  });

proveRule(oneSubmissionSet, {
  accepts: { 'one SubmissionSet': [good] },
  rejects: {
    none: { case: [aSubmission({ submissionSets: [] })], at: ['RegistryObjectList'] },
    two: [aSubmission({ submissionSets: [set, aSubmissionSet({ entryUUID: 'SubmissionSet02' })] })],
  },
});

proveRule(submissionHasContent, {
  accepts: {
    'an entry': [good],
    'a folder only': [aSubmission({ documentEntries: [], folders: [folder] })],
    'an old entry for an old folder': [
      aSubmission({ documentEntries: [] }, [anAssociation({ source: registered, target: registered })]),
    ],
  },
  rejects: {
    'a SubmissionSet alone': { case: [aSubmission({ documentEntries: [] })], at: ['RegistryObjectList'] },
    'a SubmissionSet that only refers to an old entry': [
      aSubmission({ documentEntries: [] }, [anAssociation({ target: registered, submissionSetStatus: 'Reference' })]),
    ],
  },
});

proveRule(objectIdsUnique, {
  accepts: { 'ids of their own': [foldered] },
  rejects: {
    'an entry with the id of the SubmissionSet': [
      aSubmission({ documentEntries: [aDocumentEntry({ entryUUID: 'SubmissionSet01' })] }),
    ],
    'an association with the id of an entry': {
      case: [aSubmission({}, [anAssociation({ entryUUID: 'Document01' })])],
      at: ['Association Document01.entryUUID'],
    },
  },
});

proveRule(objectIdsWellFormed, {
  accepts: {
    'symbolic ids': [good],
    'a UUID': [aSubmission({ documentEntries: [aDocumentEntry({ entryUUID: registered })] })],
    'a symbolic id in an alphabet of its own': [
      aSubmission({ documentEntries: [aDocumentEntry({ entryUUID: 'Dokument Ä' })] }),
    ],
  },
  rejects: {
    'a UUID in capitals': {
      case: [
        aSubmission({
          documentEntries: [aDocumentEntry({ entryUUID: `urn:uuid:${registered.slice(9).toUpperCase()}` })],
        }),
      ],
      at: [`DocumentEntry urn:uuid:${registered.slice(9).toUpperCase()}.entryUUID`],
    },
    'a UUID cut short': [aSubmission({ folders: [aFolder({ entryUUID: registered.slice(0, -1) })] })],
  },
});

proveRule(uniqueIdsDistinct, {
  accepts: { 'uniqueIds of their own': [foldered] },
  rejects: {
    'an entry with the uniqueId of the SubmissionSet': {
      case: [aSubmission({ documentEntries: [aDocumentEntry({ uniqueId: set.uniqueId })] })],
      at: ['Document01.uniqueId'],
    },
    'two folders with one uniqueId': [aSubmission({ folders: [folder, aFolder({ entryUUID: 'Folder02' })] })],
  },
});

proveRule(patientIdsMatch, {
  accepts: {
    'one patient': [foldered],
    'a SubmissionSet without patient (another rule says so)': [
      aSubmission({ submissionSets: [aSubmissionSet({ patientId: undefined })] }),
    ],
  },
  rejects: {
    'an entry about somebody else': {
      case: [aSubmission({ documentEntries: [aDocumentEntry({ patientId: 'X^^^&1.2&ISO' })] })],
      at: ['Document01.patientId'],
    },
    'a folder of somebody else': {
      case: [aSubmission({ folders: [aFolder({ patientId: 'X^^^&1.2&ISO' })] })],
      at: ['Folder01.patientId'],
    },
  },
});

proveRule(objectsLinked, {
  accepts: { 'one HasMember each': [foldered] },
  rejects: {
    'an entry nobody links': { case: [aSubmission({ associations: [] })], at: ['DocumentEntry Document01'] },
    'an entry linked twice': { case: [aSubmission({}, [anAssociation()])], at: ['DocumentEntry Document01'] },
    'a folder nobody links': [aSubmission({ folders: [folder], associations: [anAssociation()] })],
    'a folder membership nobody links': {
      case: [aSubmission({ folders: [folder] }, [inFolder])],
      at: [`Association ${inFolder.entryUUID}`],
    },
  },
});

proveRule(submissionSetStatus, {
  accepts: {
    'Original for a new entry': [good],
    'Reference for an old one': [
      aSubmission({}, [anAssociation({ entryUUID: 'a2', target: registered, submissionSetStatus: 'Reference' })]),
    ],
    'no label on the HasMember of a folder': [foldered],
    'a label on the HasMember of a folder': [
      aSubmission({ folders: [folder] }, [anAssociation({ target: 'Folder01', submissionSetStatus: 'Original' })]),
    ],
  },
  rejects: {
    'no label': {
      case: [aSubmission({ associations: [anAssociation({ submissionSetStatus: undefined })] })],
      at: ['Association01.SubmissionSetStatus'],
    },
    'Reference for a new entry': [aSubmission({ associations: [anAssociation({ submissionSetStatus: 'Reference' })] })],
    'Original for an old entry': [aSubmission({}, [anAssociation({ target: registered })])],
    'a label in another case': [aSubmission({ associations: [anAssociation({ submissionSetStatus: 'original' })] })],
  },
});

proveRule(hasMemberEnds, {
  accepts: {
    'entry, folder and membership': [foldered],
    'an old folder with a new entry': [aSubmission({}, [anAssociation({ source: registered })])],
  },
  rejects: {
    'a folder in a folder': {
      case: [
        aSubmission({ folders: [folder, aFolder({ entryUUID: 'Folder02' })] }, [
          anAssociation({ source: 'Folder01', target: 'Folder02' }),
        ]),
      ],
      at: ['Association01.target'],
    },
    'an entry with members': {
      case: [aSubmission(twoEntries, [anAssociation({ source: 'Document01', target: 'Document02' })])],
      at: ['Association01.source'],
    },
    'a SubmissionSet with a relationship as member': [
      aSubmission(twoEntries, [relation('APND', 'Document02', 'Document01'), anAssociation({ target: 'Relation01' })]),
    ],
    'a SubmissionSet with its own HasMember as member': [
      aSubmission({ associations: [anAssociation(), anAssociation({ entryUUID: 'a2', target: 'Association01' })] }),
    ],
  },
});

proveRule(relationshipSource, {
  accepts: {
    'a new entry': [aSubmission({}, [relation('RPLC', 'Document01', registered)])],
    'no relationship': [foldered],
  },
  rejects: {
    'an old entry': {
      case: [aSubmission({}, [relation('APND', registered, 'Document01')])],
      at: ['Relation01.source'],
    },
    'a folder': [aSubmission({ folders: [folder] }, [relation('XFRM', 'Folder01', registered)])],
  },
});

proveRule(relationshipTarget, {
  accepts: {
    'an old entry for each type': [
      aSubmission(
        {},
        (['RPLC', 'XFRM_RPLC', 'APND', 'XFRM', 'signs', 'IsSnapshotOf'] as const).map((type) =>
          relation(type, 'Document01', registered),
        ),
      ),
    ],
    'a new entry for APND, XFRM and signs': [
      aSubmission(
        twoEntries,
        (['APND', 'XFRM', 'signs'] as const).map((type) => relation(type, 'Document02', 'Document01')),
      ),
    ],
  },
  rejects: {
    'a replaced entry of the same message': {
      case: [aSubmission(twoEntries, [relation('RPLC', 'Document02', 'Document01')])],
      at: ['Relation01.target'],
    },
    'a snapshot of an entry of the same message': [
      aSubmission(twoEntries, [relation('IsSnapshotOf', 'Document02', 'Document01')]),
    ],
    'a transformed folder': [aSubmission({ folders: [folder] }, [relation('XFRM', 'Document01', 'Folder01')])],
  },
});

proveRule(entriesStable, {
  accepts: { 'a Stable entry': [good] },
  rejects: {
    'an On-Demand entry': {
      case: [aSubmission({ documentEntries: [aDocumentEntry({ objectType: documentEntryTypes.OnDemand })] })],
      at: ['Document01.objectType'],
    },
  },
});

proveRule(associationTypeSubmittable, {
  accepts: { HasMember: [good], signs: [aSubmission({}, [relation('signs', 'Document01', registered)])] },
  rejects: {
    'a type without its prefix': {
      case: [aSubmission({ associations: [anAssociation({ type: 'HasMember' })] })],
      at: ['Association01.associationType'],
    },
    'a type of ITI-57': [aSubmission({}, [relation('UpdateAvailabilityStatus', 'SubmissionSet01', registered)])],
  },
});

proveRule(associationEndsDiffer, {
  accepts: { 'two ends': [good] },
  rejects: {
    'one object at both ends': {
      case: [aSubmission({}, [relation('APND', 'Document01', 'Document01')])],
      at: ['Relation01'],
    },
    'an association that ends in itself': [aSubmission({}, [anAssociation({ target: 'Association01' })])],
  },
});

proveRule(submissionSetNeverTarget, {
  accepts: { 'a SubmissionSet as source': [foldered] },
  rejects: {
    'a SubmissionSet in a folder': {
      case: [aSubmission({ folders: [folder] }, [anAssociation({ source: 'Folder01', target: 'SubmissionSet01' })])],
      at: ['Association01.target'],
    },
  },
});

proveRule(hasMemberUndocumented, {
  accepts: {
    'a HasMember': [good],
    'a documented relationship': [
      aSubmission({}, [{ ...relation('RPLC', 'Document01', registered), documentation: aCode('r', '1.2') }]),
    ],
  },
  rejects: {
    'a documented HasMember': {
      case: [aSubmission({ associations: [anAssociation({ documentation: aCode('r', '1.2') })] })],
      at: ['Association01.documentation'],
    },
  },
});

proveRule(referencesResolvable, {
  accepts: {
    'symbolic ids of the message': [foldered],
    'a UUID': [aSubmission({}, [relation('RPLC', 'Document01', registered)])],
  },
  rejects: {
    'a symbolic id of nothing': {
      case: [aSubmission({}, [anAssociation({ source: 'Folder99', target: 'Document99' })])],
      at: ['Association01.source', 'Association01.target'],
    },
    'a UUID in capitals': [aSubmission({}, [relation('RPLC', 'Document01', registered.toUpperCase())])],
  },
});

proveRule(transformationNotAppendedTo, {
  accepts: {
    'an addendum to an original': [aSubmission(twoEntries, [relation('APND', 'Document02', 'Document01')])],
    'a transformation of an addendum': [
      aSubmission(twoEntries, [
        relation('APND', 'Document01', registered),
        relation('XFRM', 'Document02', 'Document01'),
      ]),
    ],
  },
  rejects: {
    'an addendum to a transformation': {
      case: [
        aSubmission(twoEntries, [
          relation('XFRM', 'Document01', registered),
          relation('APND', 'Document02', 'Document01'),
        ]),
      ],
      at: ['Relation01.target'],
    },
  },
});
