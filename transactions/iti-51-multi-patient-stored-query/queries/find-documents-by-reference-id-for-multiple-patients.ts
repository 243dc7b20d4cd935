import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { QueryDefinition } from '../../iti-18-registry-stored-query/queries/definition.ts';
import { findDocumentsByReferenceId } from '../../iti-18-registry-stored-query/queries/find-documents-by-reference-id.ts';
import { findDocumentsForMultiplePatients } from './find-documents-for-multiple-patients.ts';
import type { MultiPatientQueries } from './parameters.ts';

/** DocumentEntries of several patients, or of everyone, by the references they carry — ITI TF-2 3.51.4.1.2. */
export const findDocumentsByReferenceIdForMultiplePatients = {
  name: 'FindDocumentsByReferenceIdForMultiplePatients',
  id: storedQueryIds.FindDocumentsByReferenceIdForMultiplePatients,
  source: tf2('3.51.4.1.2'),
  parameters: {
    ...findDocumentsForMultiplePatients.parameters,
    referenceIdList: findDocumentsByReferenceId.parameters.referenceIdList,
  },
} as const satisfies QueryDefinition<
  'FindDocumentsByReferenceIdForMultiplePatients',
  MultiPatientQueries['FindDocumentsByReferenceIdForMultiplePatients']
>;
