import type { AttributeOf } from './field.ts';
import type { DocumentEntry, Folder, SubmissionSet } from './nouns.ts';

/** Required, required if known, optional, prohibited — ITI TF-3 4.3.1. */
export type Optionality = 'R' | 'R2' | 'O' | 'X';

/** Who sends: each sending actor has its column in the table. */
export type Sender =
  /** XDS Document Source, ITI-41. */
  | 'documentSource'
  /** Document Repository, ITI-42. */
  | 'documentRepository'
  /** Portable Media Creator, ITI-32. */
  | 'portableMediaCreator'
  /** XDR Document Source, ITI-41 to a Document Recipient. */
  | 'xdrDocumentSource'
  /** Metadata-Limited Document Source. */
  | 'metadataLimitedDocumentSource'
  /** On-Demand Document Source, ITI-61. */
  | 'onDemandDocumentSource';

/** One column of the table: what one sending actor must, may and must not give. */
export interface OptionalityColumn {
  readonly DocumentEntry: Readonly<Record<AttributeOf<DocumentEntry>, Optionality>>;
  readonly SubmissionSet: Readonly<Record<AttributeOf<SubmissionSet>, Optionality>>;
  readonly Folder: Readonly<Record<AttributeOf<Folder>, Optionality>>;
}

/** One attribute: XDS, Repository, XDM, XDR, Metadata-Limited, On-Demand. */
type Row = readonly [Optionality, Optionality, Optionality, Optionality, Optionality, Optionality];
type Rows = { readonly [K in keyof OptionalityColumn]: Readonly<Record<keyof OptionalityColumn[K], Row>> };

const position: Readonly<Record<Sender, number>> = {
  documentSource: 0,
  documentRepository: 1,
  portableMediaCreator: 2,
  xdrDocumentSource: 3,
  metadataLimitedDocumentSource: 4,
  onDemandDocumentSource: 5,
};

const always: Row = ['R', 'R', 'R', 'R', 'R', 'R'];
const whenKnown: Row = ['R2', 'R2', 'R2', 'R2', 'R2', 'R2'];
const optional: Row = ['O', 'O', 'O', 'O', 'O', 'O'];
/** Required except where metadata may be limited. */
const unlessLimited: Row = ['R', 'R', 'R2', 'R', 'R2', 'R'];
const onlyLimited: Row = ['X', 'X', 'O', 'X', 'R', 'X'];

/**
 * Which sending actor must give which attribute — ITI TF-3 Table 4.3.1-3.
 *
 * The attributes of Metadata Update (logicalID, version, documentAvailability) are not in the table: optional.
 */
const table: Rows = {
  DocumentEntry: {
    author: whenKnown,
    availabilityStatus: optional,
    classCode: unlessLimited,
    comments: optional,
    confidentialityCode: unlessLimited,
    creationTime: ['R', 'R', 'R2', 'R', 'R2', 'X'],
    documentAvailability: optional,
    entryUUID: always,
    eventCodeList: optional,
    formatCode: unlessLimited,
    hash: ['O', 'R', 'R', 'O', 'O', 'X'],
    healthcareFacilityTypeCode: unlessLimited,
    homeCommunityId: optional,
    languageCode: unlessLimited,
    legalAuthenticator: optional,
    limitedMetadata: onlyLimited,
    logicalID: optional,
    mimeType: always,
    objectType: always,
    patientId: unlessLimited,
    practiceSettingCode: unlessLimited,
    referenceIdList: optional,
    repositoryUniqueId: ['O', 'R', 'O', 'O', 'O', 'R'],
    serviceStartTime: ['R2', 'R2', 'R2', 'R2', 'R2', 'O'],
    serviceStopTime: ['R2', 'R2', 'R2', 'R2', 'R2', 'O'],
    size: ['O', 'R', 'R', 'O', 'O', 'X'],
    sourcePatientId: unlessLimited,
    sourcePatientInfo: ['O', 'O', 'R2', 'O', 'R2', 'O'],
    title: optional,
    typeCode: unlessLimited,
    uniqueId: always,
    URI: ['O', 'O', 'R', 'O', 'O', 'O'],
    version: optional,
  },
  SubmissionSet: {
    author: whenKnown,
    availabilityStatus: optional,
    comments: optional,
    contentTypeCode: unlessLimited,
    entryUUID: always,
    homeCommunityId: optional,
    intendedRecipient: ['O', 'O', 'R2', 'R2', 'R2', 'O'],
    limitedMetadata: onlyLimited,
    logicalID: optional,
    patientId: unlessLimited,
    sourceId: always,
    submissionTime: always,
    title: optional,
    uniqueId: always,
    version: optional,
  },
  Folder: {
    availabilityStatus: optional,
    codeList: unlessLimited,
    comments: optional,
    entryUUID: always,
    homeCommunityId: optional,
    lastUpdateTime: optional,
    limitedMetadata: onlyLimited,
    logicalID: optional,
    patientId: unlessLimited,
    title: ['R', 'R', 'O', 'R', 'O', 'R'],
    uniqueId: always,
    version: optional,
  },
};

/** The column of one sending actor — ITI TF-3 Table 4.3.1-3. */
export function optionalityFor(sender: Sender): OptionalityColumn {
  const at = position[sender];
  const column = <A extends string>(rows: Readonly<Record<A, Row>>) =>
    Object.fromEntries(Object.entries<Row>(rows).map(([name, row]) => [name, row[at]])) as Record<A, Optionality>;
  return {
    DocumentEntry: column(table.DocumentEntry),
    SubmissionSet: column(table.SubmissionSet),
    Folder: column(table.Folder),
  };
}

const entryInResult: Readonly<Record<AttributeOf<DocumentEntry>, Optionality>> = {
  ...optionalityFor('documentRepository').DocumentEntry,
  availabilityStatus: 'R',
  sourcePatientInfo: 'O',
};

/** What every entry of a query result has, and what only an On-Demand one lacks. */
const onDemandInResult = { ...entryInResult, creationTime: 'X', hash: 'X', size: 'X' } as const;

/**
 * What a Document Registry gives in a query result, by the kind of DocumentEntry — ITI TF-3 Table 4.3.1-3.
 *
 * Gateways differ in one attribute: homeCommunityId is required of them.
 */
export const queryResultOptionality: Readonly<Record<'Stable' | 'OnDemand', OptionalityColumn>> = (() => {
  const { SubmissionSet, Folder } = optionalityFor('documentRepository');
  const others = {
    SubmissionSet: { ...SubmissionSet, availabilityStatus: 'R' },
    Folder: { ...Folder, availabilityStatus: 'R' },
  } as const;
  return {
    Stable: { DocumentEntry: entryInResult, ...others },
    OnDemand: { DocumentEntry: onDemandInResult, ...others },
  };
})();
