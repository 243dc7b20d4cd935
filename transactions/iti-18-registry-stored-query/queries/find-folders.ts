import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { folderCriteria } from './folder-criteria.ts';

/** Folders of one patient by their attributes — ITI TF-2 3.18.4.1.2.3.7.3. */
export const findFolders = {
  name: 'FindFolders',
  id: storedQueryIds.FindFolders,
  source: tf2('3.18.4.1.2.3.7.3'),
  parameters: {
    patientId: { slot: '$XDSFolderPatientId', kind: 'string', takes: 'one', required: true },
    ...folderCriteria,
  },
} as const satisfies StoredQueryDefinition<'FindFolders'>;
