import type { GetAllParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { associationsOf, touching } from './associations.ts';
import { documentFilters, documentFilterValues } from './conditions.ts';
import { associationValues, atLevel, shownAssociation } from './metadata-level.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('get-all', (columns) => ({
  ctes: [
    patients,
    `documents as materialized (
  select ${columns.DocumentEntry('d')}
  from patients join document_entry d on d.patient_id = patients.patient_id
  where d.availability_status = any(:documentEntryStatus::text[]) and ${documentFilters('d')}
  and ${atLevel('d')})`,
    `submission_sets as materialized (
  select ${columns.SubmissionSet('s')}
  from patients join submission_set s on s.patient_id = patients.patient_id
  where s.availability_status = any(:submissionSetStatus::text[]))`,
    `folders as materialized (
  select ${columns.Folder('f')}
  from patients join folder f on f.patient_id = patients.patient_id
  where f.availability_status = any(:folderStatus::text[]) and ${atLevel('f')})`,
    `ends as materialized (
  select entry_uuid from documents union all select entry_uuid from submission_sets union all
  select entry_uuid from folders)`,
    `keys as materialized (${touching('ends')})`,
  ],
  patientId: patientAsked,
  answer: `
  select * from documents union all select * from submission_sets union all select * from folders
  union all select ${columns.Association('a')} from ${associationsOf('keys')}
  where ${shownAssociation('a')}`,
}));

/**
 * Everything of one patient with the statuses asked for, and every association with at least one end among it —
 * ITI TF-2 3.18.4.1.2.3.7.4. The other end may be an object that is not in the answer.
 */
export const selectGetAll: Select<GetAllParameters> = (sql, parameters, options) =>
  runSelection(
    sql,
    statements,
    {
      ...documentFilterValues(parameters),
      ...associationValues(parameters),
      patientId: parameters.patientId,
      documentEntryStatus: parameters.documentEntryStatus,
      submissionSetStatus: parameters.submissionSetStatus,
      folderStatus: parameters.folderStatus,
    },
    options,
  );
