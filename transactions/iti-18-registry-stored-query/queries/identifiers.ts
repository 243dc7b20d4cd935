import type { ParameterTable } from './definition.ts';
import { associationFilter, atMetadataLevel } from './metadata-update.ts';
import type { ById, ByIds } from './parameters.ts';

/** Lists of DocumentEntries by entryUUID, uniqueId or logicalID. */
export const documentEntryIds = {
  entryUUID: { slot: '$XDSDocumentEntryEntryUUID', kind: 'uuid', takes: 'list' },
  uniqueId: { slot: '$XDSDocumentEntryUniqueId', kind: 'id', takes: 'list' },
  logicalID: { slot: '$XDSDocumentEntryLogicalID', kind: 'uuid', takes: 'list' },
  ...atMetadataLevel,
} as const satisfies ParameterTable<ByIds>;

/** One DocumentEntry by entryUUID or uniqueId. */
export const documentEntryId = {
  entryUUID: { slot: '$XDSDocumentEntryEntryUUID', kind: 'uuid', takes: 'one' },
  uniqueId: { slot: '$XDSDocumentEntryUniqueId', kind: 'id', takes: 'one' },
  ...associationFilter,
} as const satisfies ParameterTable<ById>;
