import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentEntryIds } from './identifiers.ts';

/** DocumentEntries by their ids — ITI TF-2 3.18.4.1.2.3.7.5. */
export const getDocuments = {
  name: 'GetDocuments',
  id: storedQueryIds.GetDocuments,
  source: tf2('3.18.4.1.2.3.7.5'),
  parameters: documentEntryIds,
  exactlyOne: ['entryUUID', 'uniqueId', 'logicalID'],
} as const satisfies StoredQueryDefinition<'GetDocuments'>;
