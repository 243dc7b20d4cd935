import type { ParameterTable } from './definition.ts';
import { atMetadataLevel } from './metadata-update.ts';
import type { FolderCriteria } from './parameters.ts';

/** What FindFolders searches by, whosever the Folders are — ITI TF-2 3.18.4.1.2.3.7.3. */
export const folderCriteria = {
  lastUpdateTimeFrom: { slot: '$XDSFolderLastUpdateTimeFrom', kind: 'dtm', takes: 'one' },
  lastUpdateTimeTo: { slot: '$XDSFolderLastUpdateTimeTo', kind: 'dtm', takes: 'one' },
  codeList: { slot: '$XDSFolderCodeList', kind: 'code', takes: 'lists' },
  status: { slot: '$XDSFolderStatus', kind: 'status', takes: 'list', required: true },
  ...atMetadataLevel,
} as const satisfies ParameterTable<FolderCriteria>;
