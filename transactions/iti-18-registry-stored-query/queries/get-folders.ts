import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';

/** Folders by their ids — ITI TF-2 3.18.4.1.2.3.7.6. */
export const getFolders = {
  name: 'GetFolders',
  id: storedQueryIds.GetFolders,
  source: tf2('3.18.4.1.2.3.7.6'),
  parameters: {
    entryUUID: { slot: '$XDSFolderEntryUUID', kind: 'id', takes: 'list' },
    uniqueId: { slot: '$XDSFolderUniqueId', kind: 'id', takes: 'list' },
  },
  exactlyOne: ['entryUUID', 'uniqueId'],
} as const satisfies StoredQueryDefinition<'GetFolders'>;
