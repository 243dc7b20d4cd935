import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { atMetadataLevel } from './metadata-update.ts';

/** Folders by their ids — ITI TF-2 3.18.4.1.2.3.7.6. */
export const getFolders = {
  name: 'GetFolders',
  id: storedQueryIds.GetFolders,
  source: tf2('3.18.4.1.2.3.7.6'),
  parameters: {
    entryUUID: { slot: '$XDSFolderEntryUUID', kind: 'uuid', takes: 'list' },
    uniqueId: { slot: '$XDSFolderUniqueId', kind: 'id', takes: 'list' },
    logicalID: { slot: '$XDSFolderLogicalID', kind: 'uuid', takes: 'list' },
    ...atMetadataLevel,
  },
  exactlyOne: ['entryUUID', 'uniqueId', 'logicalID'],
} as const satisfies StoredQueryDefinition<'GetFolders'>;
