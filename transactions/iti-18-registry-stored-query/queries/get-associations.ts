import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { associationFilter } from './metadata-update.ts';

/** Associations that touch the objects named — ITI TF-2 3.18.4.1.2.3.7.7. */
export const getAssociations = {
  name: 'GetAssociations',
  id: storedQueryIds.GetAssociations,
  source: tf2('3.18.4.1.2.3.7.7'),
  parameters: {
    uuid: { slot: '$uuid', kind: 'uuid', takes: 'list', required: true },
    ...associationFilter,
  },
} as const satisfies StoredQueryDefinition<'GetAssociations'>;
