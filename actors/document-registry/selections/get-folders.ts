import type { ByIds } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { keyed } from './associations.ts';
import { identifiedStatements, runIdentified } from './identified.ts';
import { atLevel, levelValues } from './metadata-level.ts';
import type { Select } from './selection.ts';

const statements = identifiedStatements('get-folders', (columns) => ({
  ctes: [],
  answer: `select ${columns.Folder('f')} from named ${keyed('folder', 'f', 'named')} where ${atLevel('f')}`,
}));

/** The Folders with these ids, whatever their status — ITI TF-2 3.18.4.1.2.3.7.6. */
export const selectGetFolders: Select<ByIds> = (sql, named, options) =>
  runIdentified(sql, statements, { named, values: levelValues(named) }, options);
