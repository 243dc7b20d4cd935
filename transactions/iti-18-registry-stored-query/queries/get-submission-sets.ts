import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';

/** SubmissionSets of the DocumentEntries and Folders named — ITI TF-2 3.18.4.1.2.3.7.9. */
export const getSubmissionSets = {
  name: 'GetSubmissionSets',
  id: storedQueryIds.GetSubmissionSets,
  source: tf2('3.18.4.1.2.3.7.9'),
  parameters: {
    uuid: { slot: '$uuid', kind: 'id', takes: 'list', required: true },
  },
} as const satisfies StoredQueryDefinition<'GetSubmissionSets'>;
