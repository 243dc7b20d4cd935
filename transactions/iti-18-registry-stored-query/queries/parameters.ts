/**
 * Parameters of the stored queries of ITI-18, decoded — ITI TF-2 3.18.4.1.2.3.7.
 *
 * Codes are `code^^scheme` strings as on the wire. `AnyOf` is one slot: OR between its values. `AllOf` is a repeated
 * slot: AND between the slots, OR inside each. Times are DTM strings as sent; From is inclusive, To exclusive.
 */
export type AnyOf = readonly string[];
/** A repeated slot: every list must be met by one of its values. */
export type AllOf = readonly AnyOf[];

/**
 * How much of what Metadata Update leaves behind a query sees: at level 1 (when absent) the latest version of each
 * DocumentEntry and Folder and no Deprecated association, at level 2 everything — XDS Metadata Update 3.18.
 */
export interface AtMetadataLevel {
  readonly metadataLevel?: MetadataLevel;
}
/** The levels there are. */
export type MetadataLevel = '1' | '2';

/** Statuses of the associations a query answers or follows; absent means Approved — XDS Metadata Update 3.18. */
export interface AssociationFilter extends AtMetadataLevel {
  readonly associationStatus?: AnyOf;
}

/** Filters on DocumentEntries shared by the queries that return them. */
export interface DocumentFilters {
  readonly formatCode?: AnyOf;
  readonly confidentialityCode?: AllOf;
  /** objectType URNs; absent means Stable only. */
  readonly type?: AnyOf;
}

/** What DocumentEntries are searched by, whosever they are — ITI TF-2 3.18.4.1.2.3.7.1. */
export interface DocumentCriteria extends DocumentFilters, AtMetadataLevel {
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
  /** URNs; an entry without one is Online (XDS Metadata Update). */
  readonly documentAvailability?: AnyOf;
}

/** What DocumentEntries of one patient are searched by — ITI TF-2 3.18.4.1.2.3.7.1. */
export interface FindDocumentsParameters extends DocumentCriteria {
  readonly patientId: string;
}

/** As FindDocuments, by the references an entry carries — ITI TF-2 3.18.4.1.2.3.7.14. */
export interface FindDocumentsByReferenceIdParameters extends FindDocumentsParameters {
  /** Whole CXi values, or LIKE patterns where the registry is told so. */
  readonly referenceIdList: AllOf;
}

/** Values an entry must not have; of a list attribute, none of its values — CP-ITI-1323. */
export interface DocumentExclusions {
  readonly classCodeExclude?: AnyOf;
  readonly typeCodeExclude?: AnyOf;
  readonly practiceSettingCodeExclude?: AnyOf;
  readonly healthcareFacilityTypeCodeExclude?: AnyOf;
  readonly eventCodeListExclude?: AnyOf;
  readonly confidentialityCodeExclude?: AnyOf;
  /** LIKE patterns. */
  readonly authorPersonExclude?: AnyOf;
  readonly formatCodeExclude?: AnyOf;
  /** objectType URNs; every other type is wanted. */
  readonly typeExclude?: AnyOf;
  readonly referenceIdListExclude?: AnyOf;
}

/** As FindDocuments, with values to leave out; of one attribute either what is wanted or what is not — CP-ITI-1323. */
export interface FindDocumentsExcludeParameters extends FindDocumentsParameters, DocumentExclusions {
  readonly referenceIdList?: AllOf;
}

/** What SubmissionSets of one patient are searched by — ITI TF-2 3.18.4.1.2.3.7.2. */
export interface FindSubmissionSetsParameters extends AtMetadataLevel {
  readonly patientId: string;
  readonly status: AnyOf;
  readonly sourceId?: AnyOf;
  readonly submissionTimeFrom?: string;
  readonly submissionTimeTo?: string;
  /** LIKE pattern. */
  readonly authorPerson?: string;
  readonly contentType?: AnyOf;
}

/** What Folders are searched by, whosever they are — ITI TF-2 3.18.4.1.2.3.7.3. */
export interface FolderCriteria extends AtMetadataLevel {
  readonly status: AnyOf;
  readonly lastUpdateTimeFrom?: string;
  readonly lastUpdateTimeTo?: string;
  readonly codeList?: AllOf;
}

/** What Folders of one patient are searched by — ITI TF-2 3.18.4.1.2.3.7.3. */
export interface FindFoldersParameters extends FolderCriteria {
  readonly patientId: string;
}

/** Whose objects are wanted, with which statuses — ITI TF-2 3.18.4.1.2.3.7.4. */
export interface GetAllParameters extends DocumentFilters, AssociationFilter {
  readonly patientId: string;
  readonly documentEntryStatus: AnyOf;
  readonly submissionSetStatus: AnyOf;
  readonly folderStatus: AnyOf;
}

/** Exactly one of the three is present. */
export interface ByIds extends AtMetadataLevel {
  readonly entryUUID?: AnyOf;
  readonly uniqueId?: AnyOf;
  readonly logicalID?: AnyOf;
}
/** Exactly one of the two is present. */
export interface ById extends AssociationFilter {
  readonly entryUUID?: string;
  readonly uniqueId?: string;
}
/** entryUUIDs of any kind of object. */
export interface ByUuid extends AssociationFilter {
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
  readonly GetDocumentsAndAssociations: ByIds & AssociationFilter;
  readonly GetSubmissionSets: ByUuid;
  readonly GetSubmissionSetAndContents: ById & DocumentFilters;
  readonly GetFolderAndContents: ById & DocumentFilters;
  readonly GetFoldersForDocument: ById;
  readonly GetRelatedDocuments: GetRelatedDocumentsParameters;
  readonly FindDocumentsByReferenceId: FindDocumentsByReferenceIdParameters;
  readonly FindDocumentsExclude: FindDocumentsExcludeParameters;
}
/** Their names, letter for letter. */
export type StoredQueryName = keyof StoredQueries;
