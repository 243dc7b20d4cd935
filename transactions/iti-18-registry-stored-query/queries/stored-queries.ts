import type { AnyQueryDefinition, StoredQueryDefinition } from './definition.ts';
import { findDocuments } from './find-documents.ts';
import { findDocumentsByReferenceId } from './find-documents-by-reference-id.ts';
import { findDocumentsExclude } from './find-documents-exclude.ts';
import { findFolders } from './find-folders.ts';
import { findSubmissionSets } from './find-submission-sets.ts';
import { getAll } from './get-all.ts';
import { getAssociations } from './get-associations.ts';
import { getDocuments } from './get-documents.ts';
import { getDocumentsAndAssociations } from './get-documents-and-associations.ts';
import { getFolderAndContents } from './get-folder-and-contents.ts';
import { getFolders } from './get-folders.ts';
import { getFoldersForDocument } from './get-folders-for-document.ts';
import { getRelatedDocuments } from './get-related-documents.ts';
import { getSubmissionSetAndContents } from './get-submission-set-and-contents.ts';
import { getSubmissionSets } from './get-submission-sets.ts';
import type { StoredQueryName } from './parameters.ts';

/**
 * The stored queries of ITI-18 by name — ITI TF-2 3.18.4.1.2.4: the thirteen every Document Registry answers, and those
 * of the options Reference ID and FindDocumentsExclude.
 */
export const storedQueries = {
  FindDocuments: findDocuments,
  FindSubmissionSets: findSubmissionSets,
  FindFolders: findFolders,
  GetAll: getAll,
  GetDocuments: getDocuments,
  GetFolders: getFolders,
  GetAssociations: getAssociations,
  GetDocumentsAndAssociations: getDocumentsAndAssociations,
  GetSubmissionSets: getSubmissionSets,
  GetSubmissionSetAndContents: getSubmissionSetAndContents,
  GetFolderAndContents: getFolderAndContents,
  GetFoldersForDocument: getFoldersForDocument,
  GetRelatedDocuments: getRelatedDocuments,
  FindDocumentsByReferenceId: findDocumentsByReferenceId,
  FindDocumentsExclude: findDocumentsExclude,
} as const satisfies { readonly [Q in StoredQueryName]: StoredQueryDefinition<Q> };

/** The definition with this AdhocQuery@id, or undefined. UUIDs are compared without regard to case (RFC 4122 3). */
export function definitionById<D extends AnyQueryDefinition>(definitions: readonly D[], id: string): D | undefined {
  const wanted = id.toLowerCase();
  return definitions.find((definition) => definition.id === wanted);
}
