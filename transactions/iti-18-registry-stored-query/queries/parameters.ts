/**
 * Parameters of the thirteen mandatory stored queries, decoded — ITI TF-2 3.18.4.1.2.3.7.
 *
 * Codes are `code^^scheme` strings as on the wire. `AnyOf` is one slot: OR between its values. `AllOf` is a repeated
 * slot: AND between the slots, OR inside each. Times are DTM strings as sent; From is inclusive, To exclusive.
 */
export type AnyOf = readonly string[];
/** A repeated slot: every list must be met by one of its values. */
export type AllOf = readonly AnyOf[];

/** Filters on DocumentEntries shared by the queries that return them. */
export interface DocumentFilters {
  readonly formatCode?: AnyOf;
  readonly confidentialityCode?: AllOf;
  /** objectType URNs; absent means Stable only. */
  readonly type?: AnyOf;
}

/** What DocumentEntries of one patient are searched by — ITI TF-2 3.18.4.1.2.3.7.1. */
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

/** What SubmissionSets of one patient are searched by — ITI TF-2 3.18.4.1.2.3.7.2. */
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

/** What Folders of one patient are searched by — ITI TF-2 3.18.4.1.2.3.7.3. */
export interface FindFoldersParameters {
  readonly patientId: string;
  readonly status: AnyOf;
  readonly lastUpdateTimeFrom?: string;
  readonly lastUpdateTimeTo?: string;
  readonly codeList?: AllOf;
}

/** Whose objects are wanted, with which statuses — ITI TF-2 3.18.4.1.2.3.7.4. */
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
/** entryUUIDs of any kind of object. */
export interface ByUuid {
  readonly uuid: AnyOf;
}

/** The document and the kinds of relation asked about — ITI TF-2 3.18.4.1.2.3.7.13. */
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
/** The thirteen, by the names of the standard. */
export type StoredQueryName = keyof StoredQueries;
