import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentFilters } from './document-filters.ts';
import { associationFilter } from './metadata-update.ts';

/** Everything of one patient — ITI TF-2 3.18.4.1.2.3.7.4. */
export const getAll = {
  name: 'GetAll',
  id: storedQueryIds.GetAll,
  source: tf2('3.18.4.1.2.3.7.4'),
  parameters: {
    patientId: { slot: '$patientId', kind: 'string', takes: 'one', required: true },
    documentEntryStatus: { slot: '$XDSDocumentEntryStatus', kind: 'status', takes: 'list', required: true },
    submissionSetStatus: { slot: '$XDSSubmissionSetStatus', kind: 'status', takes: 'list', required: true },
    folderStatus: { slot: '$XDSFolderStatus', kind: 'status', takes: 'list', required: true },
    ...documentFilters,
    ...associationFilter,
  },
} as const satisfies StoredQueryDefinition<'GetAll'>;
