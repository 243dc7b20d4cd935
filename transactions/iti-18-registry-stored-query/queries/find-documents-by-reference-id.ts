import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { findDocuments } from './find-documents.ts';

/** DocumentEntries of one patient by the references they carry — ITI TF-2 3.18.4.1.2.3.7.14. */
export const findDocumentsByReferenceId = {
  name: 'FindDocumentsByReferenceId',
  id: storedQueryIds.FindDocumentsByReferenceId,
  source: tf2('3.18.4.1.2.3.7.14'),
  parameters: {
    ...findDocuments.parameters,
    referenceIdList: {
      slot: '$XDSDocumentEntryReferenceIdList',
      kind: 'string',
      takes: 'lists',
      required: true,
      like: true,
    },
  },
} as const satisfies StoredQueryDefinition<'FindDocumentsByReferenceId'>;
