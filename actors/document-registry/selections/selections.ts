import type { Sql } from '../../../runtime/sql/database.ts';
import type {
  StoredQueries,
  StoredQueryName,
} from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { selectFindDocuments } from './find-documents.ts';
import { selectFindFolders } from './find-folders.ts';
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
import type { Select, Selection, SelectionOptions } from './selection.ts';

/** How each stored query is answered: a query without an entry does not compile. */
export const selections: { readonly [Q in StoredQueryName]: Select<StoredQueries[Q]> } = {
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
};

/** Selects the objects that answer one stored query, in one statement. Throws Unavailable without a database. */
export function selectStoredQuery<Q extends StoredQueryName>(
  sql: Sql,
  query: { readonly name: Q; readonly parameters: StoredQueries[Q] },
  options: SelectionOptions,
): Promise<Selection> {
  return selections[query.name](sql, query.parameters, options);
}
