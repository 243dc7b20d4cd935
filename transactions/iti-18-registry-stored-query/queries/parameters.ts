/**
 * Parameters of the thirteen mandatory stored queries, decoded — ITI TF-2 3.18.4.1.2.3.7.
 *
 * Codes are `code^^scheme` strings as on the wire. `AnyOf` is one slot: OR between its values. `AllOf` is a repeated
 * slot: AND between the slots, OR inside each. Times are DTM strings as sent; From is inclusive, To exclusive.
 */
export type AnyOf = readonly string[];
export type AllOf = readonly AnyOf[];

/** Filters on DocumentEntries shared by the queries that return them. */
export interface DocumentFilters {
  readonly formatCode?: AnyOf;
  readonly confidentialityCode?: AllOf;
  /** objectType URNs; absent means Stable only. */
  readonly type?: AnyOf;
}

export interface FindDocumentsParameters extends DocumentFilters {
  readonly patientId: string;
  readonly status: AnyOf;
  readonly classCode?: AnyOf;
  readonly typeCode?: AnyOf;
  readonly practiceSettingCode?: AnyOf;
  readonly creationTimeFrom?: string;
  readonly creationTimeTo?: string;
  readonly serviceStartTimeFrom?: string;
  readonly serviceStartTimeTo?: string;
  readonly serviceStopTimeFrom?: string;
  readonly serviceStopTimeTo?: string;
  readonly healthcareFacilityTypeCode?: AnyOf;
  readonly eventCodeList?: AllOf;
  /** LIKE patterns (`%`, `_`) matched against the whole XCN of each authorPerson. */
  readonly authorPerson?: AnyOf;
}

export interface FindSubmissionSetsParameters {
  readonly patientId: string;
  readonly status: AnyOf;
  readonly sourceId?: AnyOf;
  readonly submissionTimeFrom?: string;
  readonly submissionTimeTo?: string;
  /** LIKE pattern. */
  readonly authorPerson?: string;
  readonly contentType?: AnyOf;
}

export interface FindFoldersParameters {
  readonly patientId: string;
  readonly status: AnyOf;
  readonly lastUpdateTimeFrom?: string;
  readonly lastUpdateTimeTo?: string;
  readonly codeList?: AllOf;
}

export interface GetAllParameters extends DocumentFilters {
  readonly patientId: string;
  readonly documentEntryStatus: AnyOf;
  readonly submissionSetStatus: AnyOf;
  readonly folderStatus: AnyOf;
}

/** Exactly one of the two is present. */
export interface ByIds {
  readonly entryUUID?: AnyOf;
  readonly uniqueId?: AnyOf;
}
/** Exactly one of the two is present. */
export interface ById {
  readonly entryUUID?: string;
  readonly uniqueId?: string;
}
export interface ByUuid {
  readonly uuid: AnyOf;
}

export interface GetRelatedDocumentsParameters extends ById {
  /** Full associationType URNs. */
  readonly associationTypes: AnyOf;
  readonly type?: AnyOf;
}

/** Each stored query's name and its decoded parameters. */
export interface StoredQueries {
  readonly FindDocuments: FindDocumentsParameters;
  readonly FindSubmissionSets: FindSubmissionSetsParameters;
  readonly FindFolders: FindFoldersParameters;
  readonly GetAll: GetAllParameters;
  readonly GetDocuments: ByIds;
  readonly GetFolders: ByIds;
  readonly GetAssociations: ByUuid;
  readonly GetDocumentsAndAssociations: ByIds;
  readonly GetSubmissionSets: ByUuid;
  readonly GetSubmissionSetAndContents: ById & DocumentFilters;
  readonly GetFolderAndContents: ById & DocumentFilters;
  readonly GetFoldersForDocument: ById;
  readonly GetRelatedDocuments: GetRelatedDocumentsParameters;
}
export type StoredQueryName = keyof StoredQueries;
