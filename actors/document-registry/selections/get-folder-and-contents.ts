import type { ById, DocumentFilters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { isMember, keyed } from './associations.ts';
import { documentFilters, documentFilterValues } from './conditions.ts';
import { identifiedStatements, runIdentified } from './identified.ts';
import { associationValues, atLevel, shownAssociation } from './metadata-level.ts';
import type { Select } from './selection.ts';

const statements = identifiedStatements('get-folder-and-contents', (columns) => ({
  ctes: [
    `folders as materialized (select ${columns.Folder('f')} from named ${keyed('folder', 'f', 'named')} where ${atLevel('f')})`,
    `members as materialized (
  select a.* from folders f join association a on a.source = f.entry_uuid where ${isMember('a')}
  and ${shownAssociation('a')})`,
    `content_keys as materialized (
  select o.entry_uuid, o.patient_id from registry_object o where o.entry_uuid in (select m.target from members m))`,
    `documents as materialized (
  select ${columns.DocumentEntry('d')} from content_keys k ${keyed('document_entry', 'd', 'k')}
  where ${documentFilters('d')} and ${atLevel('d')})`,
  ],
  answer: `
  select * from folders union all select * from documents
  union all
  select ${columns.Association('m')} from members m where m.target in (select entry_uuid from documents)`,
}));

/**
 * One Folder with its member DocumentEntries that pass the filters and the HasMember associations to those —
 * ITI TF-2 3.18.4.1.2.3.7.11.
 */
export const selectGetFolderAndContents: Select<ById & DocumentFilters> = (sql, parameters, options) =>
  runIdentified(
    sql,
    statements,
    { named: parameters, values: { ...documentFilterValues(parameters), ...associationValues(parameters) } },
    options,
  );
