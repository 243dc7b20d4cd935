import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { associationFilter } from './metadata-update.ts';

/** SubmissionSets of the DocumentEntries and Folders named — ITI TF-2 3.18.4.1.2.3.7.9. */
export const getSubmissionSets = {
  name: 'GetSubmissionSets',
  id: storedQueryIds.GetSubmissionSets,
  source: tf2('3.18.4.1.2.3.7.9'),
  parameters: {
    uuid: { slot: '$uuid', kind: 'uuid', takes: 'list', required: true },
    ...associationFilter,
  },
} as const satisfies StoredQueryDefinition<'GetSubmissionSets'>;
