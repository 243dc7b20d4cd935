import type { StoredQueries } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import type { MultiPatientQueries } from '../../../transactions/iti-51-multi-patient-stored-query/queries/parameters.ts';
import { selectFindDocuments } from './find-documents.ts';
import { selectFindDocumentsByReferenceId } from './find-documents-by-reference-id.ts';
import { selectFindDocumentsByReferenceIdForMultiplePatients } from './find-documents-by-reference-id-for-multiple-patients.ts';
import { selectFindDocumentsExclude } from './find-documents-exclude.ts';
import { selectFindDocumentsForMultiplePatients } from './find-documents-for-multiple-patients.ts';
import { selectFindFolders } from './find-folders.ts';
import { selectFindFoldersForMultiplePatients } from './find-folders-for-multiple-patients.ts';
import { selectFindSubmissionSets } from './find-submission-sets.ts';
import { selectGetAll } from './get-all.ts';
import { selectGetAssociations } from './get-associations.ts';
import { selectGetDocuments } from './get-documents.ts';
import { selectGetDocumentsAndAssociations } from './get-documents-and-associations.ts';
import { selectGetFolderAndContents } from './get-folder-and-contents.ts';
import { selectGetFolders } from './get-folders.ts';
import { selectGetFoldersForDocument } from './get-folders-for-document.ts';
import { selectGetRelatedDocuments } from './get-related-documents.ts';
import { selectGetSubmissionSetAndContents } from './get-submission-set-and-contents.ts';
import { selectGetSubmissionSets } from './get-submission-sets.ts';
import type { Select, Selection, SelectionOptions, SelectionSource } from './selection.ts';

/** Every query the registry answers, of ITI-18 and ITI-51, with its decoded parameters. */
export type AnsweredQueries = StoredQueries & MultiPatientQueries;
/** Their names. */
export type AnsweredQueryName = keyof AnsweredQueries;
/** One of them. */
export type AnsweredQuery = {
  [Q in AnsweredQueryName]: { readonly name: Q; readonly parameters: AnsweredQueries[Q] };
}[AnsweredQueryName];

/** How each stored query is answered: a query without an entry does not compile. */
export const selections: { readonly [Q in AnsweredQueryName]: Select<AnsweredQueries[Q]> } = {
  FindDocuments: selectFindDocuments,
  FindSubmissionSets: selectFindSubmissionSets,
  FindFolders: selectFindFolders,
  GetAll: selectGetAll,
  GetDocuments: selectGetDocuments,
  GetFolders: selectGetFolders,
  GetAssociations: selectGetAssociations,
  GetDocumentsAndAssociations: selectGetDocumentsAndAssociations,
  GetSubmissionSets: selectGetSubmissionSets,
  GetSubmissionSetAndContents: selectGetSubmissionSetAndContents,
  GetFolderAndContents: selectGetFolderAndContents,
  GetFoldersForDocument: selectGetFoldersForDocument,
  GetRelatedDocuments: selectGetRelatedDocuments,
  FindDocumentsByReferenceId: selectFindDocumentsByReferenceId,
  FindDocumentsExclude: selectFindDocumentsExclude,
  FindDocumentsForMultiplePatients: selectFindDocumentsForMultiplePatients,
  FindFoldersForMultiplePatients: selectFindFoldersForMultiplePatients,
  FindDocumentsByReferenceIdForMultiplePatients: selectFindDocumentsByReferenceIdForMultiplePatients,
};

/** Selects the objects that answer one stored query, in one statement. Throws Unavailable without a database. */
export function selectStoredQuery<Q extends AnsweredQueryName>(
  sql: SelectionSource,
  query: { readonly name: Q; readonly parameters: AnsweredQueries[Q] },
  options: SelectionOptions,
): Promise<Selection> {
  return selections[query.name](sql, query.parameters, options);
}
