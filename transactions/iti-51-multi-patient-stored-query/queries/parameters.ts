import type {
  AllOf,
  AnyOf,
  DocumentCriteria,
  FolderCriteria,
} from '../../iti-18-registry-stored-query/queries/parameters.ts';

/** As FindDocuments, for some patients or for all — ITI TF-2 3.51.4.1.2. */
export interface FindDocumentsForMultiplePatientsParameters extends DocumentCriteria {
  readonly patientId?: AnyOf;
}

/** As FindFolders, for some patients or for all — ITI TF-2 3.51.4.1.2. */
export interface FindFoldersForMultiplePatientsParameters extends FolderCriteria {
  readonly patientId?: AnyOf;
}

/** As FindDocumentsByReferenceId, for some patients or for all — ITI TF-2 3.51.4.1.2. */
export interface FindDocumentsByReferenceIdForMultiplePatientsParameters extends DocumentCriteria {
  readonly patientId?: AnyOf;
  readonly referenceIdList: AllOf;
}

/** Each query of ITI-51 and its decoded parameters. */
export interface MultiPatientQueries {
  readonly FindDocumentsForMultiplePatients: FindDocumentsForMultiplePatientsParameters;
  readonly FindFoldersForMultiplePatients: FindFoldersForMultiplePatientsParameters;
  readonly FindDocumentsByReferenceIdForMultiplePatients: FindDocumentsByReferenceIdForMultiplePatientsParameters;
}
/** Their names, letter for letter. */
export type MultiPatientQueryName = keyof MultiPatientQueries;
