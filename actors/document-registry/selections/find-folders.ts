import type { FindFoldersParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { folderConditions, folderConditionValues } from './folder-conditions.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('find-folders', (columns) => ({
  ctes: [patients],
  patientId: patientAsked,
  answer: `
  select ${columns.Folder('f')}
  from patients join folder f on f.patient_id = patients.patient_id
  where ${folderConditions('f')}`,
}));

/** The Folders of one patient that match every parameter given — ITI TF-2 3.18.4.1.2.3.7.3. */
export const selectFindFolders: Select<FindFoldersParameters> = (sql, parameters, options) =>
  runSelection(sql, statements, { ...folderConditionValues(parameters), patientId: parameters.patientId }, options);
