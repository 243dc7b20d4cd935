import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentEntryId } from './identifiers.ts';

/** Folders a document is in — ITI TF-2 3.18.4.1.2.3.7.12. */
export const getFoldersForDocument = {
  name: 'GetFoldersForDocument',
  id: storedQueryIds.GetFoldersForDocument,
  source: tf2('3.18.4.1.2.3.7.12'),
  parameters: documentEntryId,
  exactlyOne: ['entryUUID', 'uniqueId'],
} as const satisfies StoredQueryDefinition<'GetFoldersForDocument'>;
