import type { ParameterTable } from './definition.ts';
import type { ById, ByIds } from './parameters.ts';

/** Lists of DocumentEntries by entryUUID or uniqueId. */
export const documentEntryIds = {
  entryUUID: { slot: '$XDSDocumentEntryEntryUUID', kind: 'id', takes: 'list' },
  uniqueId: { slot: '$XDSDocumentEntryUniqueId', kind: 'id', takes: 'list' },
} as const satisfies ParameterTable<ByIds>;

/** One DocumentEntry by entryUUID or uniqueId. */
export const documentEntryId = {
  entryUUID: { slot: '$XDSDocumentEntryEntryUUID', kind: 'id', takes: 'one' },
  uniqueId: { slot: '$XDSDocumentEntryUniqueId', kind: 'id', takes: 'one' },
} as const satisfies ParameterTable<ById>;
