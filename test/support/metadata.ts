import {
  type Association,
  type Author,
  type Code,
  type DocumentEntry,
  type Folder,
  international,
  type Submission,
  type SubmissionSet,
} from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';

/**
 * Known-good metadata for tests: start from one of these and break exactly one thing.
 *
 * Ids are symbolic (`Document01`), as a Document Source sends them. Every attribute that the registry requires of
 * ITI-42 is present, so that `aSubmission()` is accepted unchanged by an empty registry that knows `aPatientId`.
 */
export const aPatientId = 'PAT-1001^^^&1.3.6.1.4.1.21367.13.20.3000&ISO';
/** The repository named by `aDocumentEntry()`. */
export const aRepositoryUniqueId = '1.3.6.1.4.1.21367.13.40.7';

/** A coded value; the display name defaults to the code. */
export function aCode(code: string, codingScheme: string, displayName: string = code): Code {
  return { code, codingScheme, displayName: international(displayName) };
}

/** A physician of one hospital. */
export function anAuthor(overrides: Partial<Author> = {}): Author {
  return {
    authorPerson: '7001^Kellner^Ada^^^Dr^^^&1.3.6.1.4.1.21367.13.50&ISO',
    authorInstitution: ['St. Anna Hospital^^^^^^^^^1.3.6.1.4.1.21367.13.60.1'],
    authorRole: ['attending'],
    authorSpecialty: ['radiology'],
    authorTelecommunication: [],
    ...overrides,
  };
}

/** A stable DocumentEntry with every required attribute. */
export function aDocumentEntry(overrides: Partial<DocumentEntry> = {}): DocumentEntry {
  return {
    kind: 'DocumentEntry',
    entryUUID: 'Document01',
    objectType: documentEntryTypes.Stable,
    extraMetadata: [],
    author: [anAuthor()],
    classCode: aCode('REPORTS', '1.3.6.1.4.1.19376.1.2.6.1', 'Reports'),
    comments: international('made for tests'),
    confidentialityCode: [aCode('N', '2.16.840.1.113883.5.25', 'normal')],
    creationTime: '20250102030405',
    eventCodeList: [aCode('T-D0010', '2.16.840.1.113883.6.5', 'Entire body')],
    formatCode: aCode('urn:ihe:iti:xds:2017:mimeTypeSufficient', '1.3.6.1.4.1.19376.1.2.3', 'mimeType sufficient'),
    hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    healthcareFacilityTypeCode: aCode('HOSP', '2.16.840.1.113883.5.111', 'Hospital'),
    languageCode: 'en-US',
    legalAuthenticator: '7001^Kellner^Ada^^^Dr^^^&1.3.6.1.4.1.21367.13.50&ISO',
    mimeType: 'text/plain',
    patientId: aPatientId,
    practiceSettingCode: aCode('394802001', '2.16.840.1.113883.6.96', 'General medicine'),
    referenceIdList: [],
    repositoryUniqueId: aRepositoryUniqueId,
    serviceStartTime: '202501020300',
    serviceStopTime: '202501020330',
    size: '0',
    sourcePatientId: 'LOC-77^^^&1.3.6.1.4.1.21367.13.20.1&ISO',
    sourcePatientInfo: [
      'PID-3|LOC-77^^^&1.3.6.1.4.1.21367.13.20.1&ISO',
      'PID-5|Moser^Vera',
      'PID-7|19700304',
      'PID-8|F',
    ],
    title: international('Chest, two views'),
    typeCode: aCode('18748-4', '2.16.840.1.113883.6.1', 'Diagnostic imaging study'),
    uniqueId: '1.3.6.1.4.1.21367.13.70.1',
    ...overrides,
  };
}

/** A SubmissionSet with every required attribute. */
export function aSubmissionSet(overrides: Partial<SubmissionSet> = {}): SubmissionSet {
  return {
    kind: 'SubmissionSet',
    entryUUID: 'SubmissionSet01',
    extraMetadata: [],
    author: [anAuthor()],
    contentTypeCode: aCode('IMG', '1.3.6.1.4.1.21367.13.80', 'Imaging'),
    intendedRecipient: [],
    patientId: aPatientId,
    sourceId: '1.3.6.1.4.1.21367.13.90.1',
    submissionTime: '20250102040000',
    title: international('From radiology'),
    uniqueId: '1.3.6.1.4.1.21367.13.70.2',
    ...overrides,
  };
}

/** A Folder with every required attribute. */
export function aFolder(overrides: Partial<Folder> = {}): Folder {
  return {
    kind: 'Folder',
    entryUUID: 'Folder01',
    extraMetadata: [],
    codeList: [aCode('ONC', '1.3.6.1.4.1.21367.13.81', 'Oncology')],
    patientId: aPatientId,
    title: international('Follow-up'),
    uniqueId: '1.3.6.1.4.1.21367.13.70.3',
    ...overrides,
  };
}

/** SubmissionSet01 HasMember Document01, as a new entry. */
export function anAssociation(overrides: Partial<Association> = {}): Association {
  return {
    kind: 'Association',
    entryUUID: 'Association01',
    extraMetadata: [],
    type: associationTypes.HasMember,
    source: 'SubmissionSet01',
    target: 'Document01',
    submissionSetStatus: 'Original',
    ...overrides,
  };
}

/** A HasMember with an id made of its ends; `Original` when the source is a SubmissionSet and the target an entry. */
export function hasMember(source: SubmissionSet | Folder, target: DocumentEntry | Folder | Association): Association {
  return {
    kind: 'Association',
    entryUUID: `HasMember-${source.entryUUID}-${target.entryUUID}`.replaceAll('urn:uuid:', ''),
    extraMetadata: [],
    type: associationTypes.HasMember,
    source: source.entryUUID,
    target: target.entryUUID,
    ...(source.kind === 'SubmissionSet' && target.kind === 'DocumentEntry' ? { submissionSetStatus: 'Original' } : {}),
  };
}

/**
 * A complete valid submission: by default one SubmissionSet with one DocumentEntry.
 *
 * When `associations` is not given, the SubmissionSet HasMember of every entry and folder is made; `more` is added to
 * them either way.
 */
export function aSubmission(overrides: Partial<Submission> = {}, more: readonly Association[] = []): Submission {
  const submissionSets = overrides.submissionSets ?? [aSubmissionSet()];
  const documentEntries = overrides.documentEntries ?? [aDocumentEntry()];
  const folders = overrides.folders ?? [];
  const members = submissionSets.flatMap((set) => [...documentEntries, ...folders].map((to) => hasMember(set, to)));
  return {
    ...overrides,
    submissionSets,
    documentEntries,
    folders,
    associations: [...(overrides.associations ?? members), ...more],
    objectRefs: overrides.objectRefs ?? [],
  };
}
