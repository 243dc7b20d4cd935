import type {
  Association,
  Code,
  DocumentEntry,
  Folder,
  RegistryObject,
  Submission,
  SubmissionSet,
} from '../../schemas/metadata/nouns.ts';
import { international } from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';

/** The patient of the good objects below, in the assigning authority 1.3.6.1.4.1.21367.13.20.1000. */
export const aPatientId = 'P-1001^^^&1.3.6.1.4.1.21367.13.20.1000&ISO';

/** A code of a scheme that is an OID. */
export function aCode(code = '34133-9', codingScheme = '2.16.840.1.113883.6.1'): Code {
  return { code, codingScheme, displayName: international(`Display of ${code}`) };
}

/** A Stable DocumentEntry as a repository registers it: nothing missing, `Document01`. */
export function aDocumentEntry(changes: Partial<DocumentEntry> = {}): DocumentEntry {
  return {
    kind: 'DocumentEntry',
    entryUUID: 'Document01',
    objectType: documentEntryTypes.Stable,
    author: [
      {
        authorPerson: '^Welby^Marcus^^^Dr^MD',
        authorInstitution: ['Cleveland Clinic'],
        authorRole: ['Attending'],
        authorSpecialty: ['Orthopedic'],
        authorTelecommunication: [],
      },
    ],
    classCode: aCode('34133-9'),
    confidentialityCode: [aCode('N', '2.16.840.1.113883.5.25')],
    creationTime: '20250102030405',
    eventCodeList: [],
    extraMetadata: [],
    formatCode: aCode('urn:ihe:iti:xds:2017:mimeTypeSufficient', '1.3.6.1.4.1.19376.1.2.3'),
    hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    healthcareFacilityTypeCode: aCode('22232009', '2.16.840.1.113883.6.96'),
    languageCode: 'en-US',
    mimeType: 'text/plain',
    patientId: aPatientId,
    practiceSettingCode: aCode('394802001', '2.16.840.1.113883.6.96'),
    referenceIdList: [],
    repositoryUniqueId: '1.3.6.1.4.1.21367.13.40.1',
    size: '0',
    sourcePatientId: 'L-77^^^&1.3.6.1.4.1.21367.13.20.2000&ISO',
    sourcePatientInfo: ['PID-5|Doe^Jane', 'PID-7|19560527', 'PID-8|F'],
    title: international('Physical'),
    typeCode: aCode('34133-9'),
    uniqueId: '1.2.42.20250102.1',
    ...changes,
  };
}

/** A SubmissionSet without faults, `SubmissionSet01`. */
export function aSubmissionSet(changes: Partial<SubmissionSet> = {}): SubmissionSet {
  return {
    kind: 'SubmissionSet',
    entryUUID: 'SubmissionSet01',
    author: [],
    contentTypeCode: aCode('34133-9'),
    extraMetadata: [],
    intendedRecipient: [],
    patientId: aPatientId,
    sourceId: '1.3.6.1.4.1.21367.4',
    submissionTime: '20250102030406',
    uniqueId: '1.2.42.20250102.2',
    ...changes,
  };
}

/** A Folder without faults, `Folder01`. */
export function aFolder(changes: Partial<Folder> = {}): Folder {
  return {
    kind: 'Folder',
    entryUUID: 'Folder01',
    codeList: [aCode('34133-9')],
    extraMetadata: [],
    patientId: aPatientId,
    title: international('Knee'),
    uniqueId: '1.2.42.20250102.3',
    ...changes,
  };
}

/** An Association; `id` is derived from its ends unless given. */
export function anAssociation(changes: Pick<Association, 'source' | 'target'> & Partial<Association>): Association {
  return {
    kind: 'Association',
    entryUUID: `as-${changes.source}-${changes.target}`,
    type: associationTypes.HasMember,
    extraMetadata: [],
    ...changes,
  };
}

/** The SS-DE HasMember of an entry of the same message. */
export function anOriginalMember(source: string, target: string): Association {
  return anAssociation({ source, target, submissionSetStatus: 'Original' });
}

/** Sorts objects into a Submission as the decoder does. */
export function submissionOf(...objects: readonly RegistryObject[]): Submission {
  return {
    submissionSets: objects.filter((o) => o.kind === 'SubmissionSet'),
    documentEntries: objects.filter((o) => o.kind === 'DocumentEntry'),
    folders: objects.filter((o) => o.kind === 'Folder'),
    associations: objects.filter((o) => o.kind === 'Association'),
    objectRefs: [],
  };
}

/** One SubmissionSet with one new entry, linked; further objects are added as they are. */
export function aSubmission(...more: readonly RegistryObject[]): Submission {
  return submissionOf(aSubmissionSet(), aDocumentEntry(), anOriginalMember('SubmissionSet01', 'Document01'), ...more);
}
