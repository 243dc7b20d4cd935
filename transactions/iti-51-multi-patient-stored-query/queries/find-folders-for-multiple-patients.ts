import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { QueryDefinition } from '../../iti-18-registry-stored-query/queries/definition.ts';
import { folderCriteria } from '../../iti-18-registry-stored-query/queries/folder-criteria.ts';
import type { MultiPatientQueries } from './parameters.ts';

/** Folders of several patients, or of everyone with certain codes — ITI TF-2 3.51.4.1.2. */
export const findFoldersForMultiplePatients = {
  name: 'FindFoldersForMultiplePatients',
  id: storedQueryIds.FindFoldersForMultiplePatients,
  source: tf2('3.51.4.1.2'),
  parameters: {
    patientId: { slot: '$XDSFolderPatientId', kind: 'string', takes: 'list' },
    ...folderCriteria,
  },
  atLeastOne: ['patientId', 'codeList'],
} as const satisfies QueryDefinition<
  'FindFoldersForMultiplePatients',
  MultiPatientQueries['FindFoldersForMultiplePatients']
>;
