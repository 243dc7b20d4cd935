import type { FindSubmissionSetsParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { anyLike, anyOf, earliestSecond, inRange, likePattern } from './conditions.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('find-submission-sets', (columns) => ({
  ctes: [patients],
  patientId: patientAsked,
  answer: `
  select ${columns.SubmissionSet('s')}
  from patients join submission_set s on s.patient_id = patients.patient_id
  where s.availability_status = any(:status::text[])
  and ${anyOf('s.source_id', 'sourceId')}
  and ${anyOf('s.content_type_code', 'contentType')}
  and ${inRange('s.submission_time', 'submissionTime')}
  and ${anyLike('s.author_person', 'authorPerson')}`,
}));

/** The SubmissionSets of one patient that match every parameter given — ITI TF-2 3.18.4.1.2.3.7.2. */
export const selectFindSubmissionSets: Select<FindSubmissionSetsParameters> = (sql, parameters, options) =>
  runSelection(
    sql,
    statements,
    {
      patientId: parameters.patientId,
      status: parameters.status,
      sourceId: parameters.sourceId,
      contentType: parameters.contentType,
      submissionTimeFrom: earliestSecond(parameters.submissionTimeFrom),
      submissionTimeTo: earliestSecond(parameters.submissionTimeTo),
      authorPerson: parameters.authorPerson === undefined ? undefined : [likePattern(parameters.authorPerson)],
    },
    options,
  );
