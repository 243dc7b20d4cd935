import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentEntryIds } from './identifiers.ts';
import { associationFilter } from './metadata-update.ts';

/** DocumentEntries by their ids, and all associations touching them — ITI TF-2 3.18.4.1.2.3.7.8. */
export const getDocumentsAndAssociations = {
  name: 'GetDocumentsAndAssociations',
  id: storedQueryIds.GetDocumentsAndAssociations,
  source: tf2('3.18.4.1.2.3.7.8'),
  parameters: { ...documentEntryIds, ...associationFilter },
  exactlyOne: ['entryUUID', 'uniqueId', 'logicalID'],
} as const satisfies StoredQueryDefinition<'GetDocumentsAndAssociations'>;
