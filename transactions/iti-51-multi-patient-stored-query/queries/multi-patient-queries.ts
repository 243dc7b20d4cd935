import type { QueryDefinition } from '../../iti-18-registry-stored-query/queries/definition.ts';
import { findDocumentsByReferenceIdForMultiplePatients } from './find-documents-by-reference-id-for-multiple-patients.ts';
import { findDocumentsForMultiplePatients } from './find-documents-for-multiple-patients.ts';
import { findFoldersForMultiplePatients } from './find-folders-for-multiple-patients.ts';
import type { MultiPatientQueries, MultiPatientQueryName } from './parameters.ts';

/** The queries of ITI-51 by name; ITI-18 offers none of them, and ITI-51 none of ITI-18's — ITI TF-2 3.51.4.1.2. */
export const multiPatientQueries = {
  FindDocumentsForMultiplePatients: findDocumentsForMultiplePatients,
  FindFoldersForMultiplePatients: findFoldersForMultiplePatients,
  FindDocumentsByReferenceIdForMultiplePatients: findDocumentsByReferenceIdForMultiplePatients,
} as const satisfies { readonly [Q in MultiPatientQueryName]: QueryDefinition<Q, MultiPatientQueries[Q]> };
