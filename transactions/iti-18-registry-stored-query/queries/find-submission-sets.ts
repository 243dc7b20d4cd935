import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { atMetadataLevel } from './metadata-update.ts';

/** SubmissionSets of one patient by their attributes — ITI TF-2 3.18.4.1.2.3.7.2. */
export const findSubmissionSets = {
  name: 'FindSubmissionSets',
  id: storedQueryIds.FindSubmissionSets,
  source: tf2('3.18.4.1.2.3.7.2'),
  parameters: {
    patientId: { slot: '$XDSSubmissionSetPatientId', kind: 'string', takes: 'one', required: true },
    sourceId: { slot: '$XDSSubmissionSetSourceId', kind: 'string', takes: 'list' },
    submissionTimeFrom: { slot: '$XDSSubmissionSetSubmissionTimeFrom', kind: 'dtm', takes: 'one' },
    submissionTimeTo: { slot: '$XDSSubmissionSetSubmissionTimeTo', kind: 'dtm', takes: 'one' },
    authorPerson: { slot: '$XDSSubmissionSetAuthorPerson', kind: 'string', takes: 'one', like: true },
    contentType: { slot: '$XDSSubmissionSetContentType', kind: 'code', takes: 'list' },
    status: { slot: '$XDSSubmissionSetStatus', kind: 'status', takes: 'list', required: true },
    ...atMetadataLevel,
  },
} as const satisfies StoredQueryDefinition<'FindSubmissionSets'>;
