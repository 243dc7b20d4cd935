import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { QueryDefinition } from '../../iti-18-registry-stored-query/queries/definition.ts';
import { documentCriteria } from '../../iti-18-registry-stored-query/queries/document-criteria.ts';
import type { MultiPatientQueries } from './parameters.ts';

/** DocumentEntries of several patients, or of everyone with certain codes — ITI TF-2 3.51.4.1.2. */
export const findDocumentsForMultiplePatients = {
  name: 'FindDocumentsForMultiplePatients',
  id: storedQueryIds.FindDocumentsForMultiplePatients,
  source: tf2('3.51.4.1.2'),
  parameters: {
    patientId: { slot: '$XDSDocumentEntryPatientId', kind: 'string', takes: 'list' },
    ...documentCriteria,
  },
  atLeastOne: ['patientId', 'classCode', 'eventCodeList', 'healthcareFacilityTypeCode'],
} as const satisfies QueryDefinition<
  'FindDocumentsForMultiplePatients',
  MultiPatientQueries['FindDocumentsForMultiplePatients']
>;
