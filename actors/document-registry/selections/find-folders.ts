import type { FindFoldersParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { allOf, allOfValue, earliestSecond, inRange } from './conditions.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('find-folders', (columns) => ({
  ctes: [patients],
  patientId: patientAsked,
  answer: `
  select ${columns.Folder('f')}
  from patients join folder f on f.patient_id = patients.patient_id
  where f.availability_status = any(:status::text[])
  and ${inRange('f.last_update_time', 'lastUpdateTime')}
  and ${allOf('f.code_list', 'codeList')}`,
}));

/** The Folders of one patient that match every parameter given — ITI TF-2 3.18.4.1.2.3.7.3. */
export const selectFindFolders: Select<FindFoldersParameters> = (sql, parameters, options) =>
  runSelection(
    sql,
    statements,
    {
      patientId: parameters.patientId,
      status: parameters.status,
      lastUpdateTimeFrom: earliestSecond(parameters.lastUpdateTimeFrom),
      lastUpdateTimeTo: earliestSecond(parameters.lastUpdateTimeTo),
      codeList: allOfValue(parameters.codeList),
    },
    options,
  );
