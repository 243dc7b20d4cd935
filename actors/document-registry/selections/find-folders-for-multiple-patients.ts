import type { FindFoldersForMultiplePatientsParameters } from '../../../transactions/iti-51-multi-patient-stored-query/queries/parameters.ts';
import { anchoredStatements, firstList, listAnchor, patientAnchor } from './anchored.ts';
import { folderConditions, folderConditionValues } from './folder-conditions.ts';
import { runSelection, type Select } from './selection.ts';

const statements = anchoredStatements(
  'multi-patient-folders',
  {
    patientId: patientAnchor('folder', 'f'),
    codeList: listAnchor({ table: 'folder', alias: 'f', name: 'code_list' }, 'codes'),
  },
  (columns) => ({ select: columns.Folder('f'), conditions: folderConditions('f') }),
);

/** The Folders of these patients, or of everyone when none is named, that match every other parameter — 3.51.4.1.2. */
export const selectFindFoldersForMultiplePatients: Select<FindFoldersForMultiplePatientsParameters> = (
  sql,
  parameters,
  options,
) =>
  runSelection(
    sql,
    statements[parameters.patientId === undefined ? 'codeList' : 'patientId'],
    {
      ...folderConditionValues(parameters),
      patientIds: parameters.patientId,
      codes: firstList(parameters.codeList),
    },
    options,
  );
