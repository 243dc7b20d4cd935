import type { ByIds } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { keyed } from './associations.ts';
import { identifiedStatements, runIdentified } from './identified.ts';
import { atLevel, levelValues } from './metadata-level.ts';
import type { Select } from './selection.ts';

const statements = identifiedStatements('get-documents', (columns) => ({
  ctes: [],
  answer: `select ${columns.DocumentEntry('d')} from named ${keyed('document_entry', 'd', 'named')} where ${atLevel('d')}`,
}));

/** The DocumentEntries with these ids, whatever their status and type — ITI TF-2 3.18.4.1.2.3.7.5. */
export const selectGetDocuments: Select<ByIds> = (sql, named, options) =>
  runIdentified(sql, statements, { named, values: levelValues(named) }, options);
