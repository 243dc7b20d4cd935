import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentFilters } from './document-filters.ts';
import { associationFilter } from './metadata-update.ts';

/** One Folder and what is in it — ITI TF-2 3.18.4.1.2.3.7.11. */
export const getFolderAndContents = {
  name: 'GetFolderAndContents',
  id: storedQueryIds.GetFolderAndContents,
  source: tf2('3.18.4.1.2.3.7.11'),
  parameters: {
    entryUUID: { slot: '$XDSFolderEntryUUID', kind: 'uuid', takes: 'one' },
    uniqueId: { slot: '$XDSFolderUniqueId', kind: 'id', takes: 'one' },
    ...documentFilters,
    ...associationFilter,
  },
  exactlyOne: ['entryUUID', 'uniqueId'],
} as const satisfies StoredQueryDefinition<'GetFolderAndContents'>;
