import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentCriteria } from './document-criteria.ts';

/** DocumentEntries of one patient by their attributes — ITI TF-2 3.18.4.1.2.3.7.1. */
export const findDocuments = {
  name: 'FindDocuments',
  id: storedQueryIds.FindDocuments,
  source: tf2('3.18.4.1.2.3.7.1'),
  parameters: {
    patientId: { slot: '$XDSDocumentEntryPatientId', kind: 'string', takes: 'one', required: true },
    ...documentCriteria,
  },
} as const satisfies StoredQueryDefinition<'FindDocuments'>;
