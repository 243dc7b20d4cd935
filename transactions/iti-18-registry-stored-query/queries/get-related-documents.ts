import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentFilters } from './document-filters.ts';
import { documentEntryId } from './identifiers.ts';

/** Documents related to one document, and the associations that relate them — ITI TF-2 3.18.4.1.2.3.7.13. */
export const getRelatedDocuments = {
  name: 'GetRelatedDocuments',
  id: storedQueryIds.GetRelatedDocuments,
  source: tf2('3.18.4.1.2.3.7.13'),
  parameters: {
    ...documentEntryId,
    associationTypes: { slot: '$AssociationTypes', kind: 'urn', takes: 'list', required: true },
    type: documentFilters.type,
  },
  exactlyOne: ['entryUUID', 'uniqueId'],
} as const satisfies StoredQueryDefinition<'GetRelatedDocuments'>;
