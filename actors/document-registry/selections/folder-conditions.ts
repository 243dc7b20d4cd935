import type { FolderCriteria } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { allOf, allOfValue, earliestSecond, inRange } from './conditions.ts';
import { atLevel, levelValues } from './metadata-level.ts';

/** Everything FindFolders can ask of a Folder beside whose it is, on a folder alias — ITI TF-2 3.18.4.1.2.3.7.3. */
export const folderConditions = (f: string) => `${f}.availability_status = any(:status::text[])
  and ${atLevel(f)}
  and ${inRange(`${f}.last_update_time`, 'lastUpdateTime')}
  and ${allOf(`${f}.code_list`, 'codeList')}`;

/** The values of `folderConditions`. */
export function folderConditionValues(criteria: FolderCriteria) {
  return {
    ...levelValues(criteria),
    status: criteria.status,
    lastUpdateTimeFrom: earliestSecond(criteria.lastUpdateTimeFrom),
    lastUpdateTimeTo: earliestSecond(criteria.lastUpdateTimeTo),
    codeList: allOfValue(criteria.codeList),
  };
}
