import type { StoredQueryName } from '../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import type { MultiPatientQueryName } from '../transactions/iti-51-multi-patient-stored-query/queries/parameters.ts';

/** What each stored query finds, for the help of the command line. */
export const querySentences: Readonly<Record<StoredQueryName | MultiPatientQueryName, string>> = {
  FindDocuments: 'Documents of a patient.',
  FindSubmissionSets: 'Submissions of a patient.',
  FindFolders: 'Folders of a patient.',
  GetAll: 'Everything about a patient.',
  GetDocuments: 'Documents by id.',
  GetFolders: 'Folders by id.',
  GetAssociations: 'What ties objects to others, by their ids.',
  GetDocumentsAndAssociations: 'Documents by id, and what ties them to others.',
  GetSubmissionSets: 'The submissions objects came in, by their ids.',
  GetSubmissionSetAndContents: 'One submission with what came in it.',
  GetFolderAndContents: 'One folder with what is in it.',
  GetFoldersForDocument: 'The folders a document is in.',
  GetRelatedDocuments: 'What a document replaces, amends, transforms or is a snapshot of, and the other way round.',
  FindDocumentsByReferenceId: 'Documents of a patient that refer to an order, an accession number or the like.',
  FindDocumentsExclude: 'Documents of a patient, without those of certain kinds.',
  FindDocumentsForMultiplePatients: 'Documents of several patients, or of everyone.',
  FindFoldersForMultiplePatients: 'Folders of several patients, or of everyone.',
  FindDocumentsByReferenceIdForMultiplePatients: 'Documents that refer to something, whoever the patient is.',
};
