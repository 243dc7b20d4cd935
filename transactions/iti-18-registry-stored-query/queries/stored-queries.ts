import type { AnyStoredQueryDefinition, StoredQueryDefinition } from './definition.ts';
import { findDocuments } from './find-documents.ts';
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

/** The stored queries a Document Registry must answer, by name — ITI TF-2 3.18.4.1.2.4. */
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
} as const satisfies { readonly [Q in StoredQueryName]: StoredQueryDefinition<Q> };

const byId: ReadonlyMap<string, AnyStoredQueryDefinition> = new Map(
  Object.values(storedQueries).map((definition) => [definition.id, definition]),
);

/** The stored query with this AdhocQuery@id, or undefined. UUIDs are compared without regard to case (RFC 4122 3). */
export function storedQueryById(id: string): AnyStoredQueryDefinition | undefined {
  return byId.get(id.toLowerCase());
}
