import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { documentFilters } from './document-filters.ts';
import { associationFilter } from './metadata-update.ts';

/** One SubmissionSet and what it submitted — ITI TF-2 3.18.4.1.2.3.7.10. */
export const getSubmissionSetAndContents = {
  name: 'GetSubmissionSetAndContents',
  id: storedQueryIds.GetSubmissionSetAndContents,
  source: tf2('3.18.4.1.2.3.7.10'),
  parameters: {
    entryUUID: { slot: '$XDSSubmissionSetEntryUUID', kind: 'uuid', takes: 'one' },
    uniqueId: { slot: '$XDSSubmissionSetUniqueId', kind: 'id', takes: 'one' },
    ...documentFilters,
    ...associationFilter,
  },
  exactlyOne: ['entryUUID', 'uniqueId'],
} as const satisfies StoredQueryDefinition<'GetSubmissionSetAndContents'>;
