import type { ById } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { isMember, keyed } from './associations.ts';
import { identifiedStatements, runIdentified } from './identified.ts';
import { associationValues, atLevel, shownAssociation } from './metadata-level.ts';
import type { Select } from './selection.ts';

const statements = identifiedStatements('get-folders-for-document', (columns) => ({
  ctes: [
    `documents as (select named.entry_uuid from named ${keyed('document_entry', 'd', 'named')}
  where ${atLevel('d')})`,
    `members as (
  select a.source from documents d join association a on a.target = d.entry_uuid where ${isMember('a')}
  and ${shownAssociation('a')})`,
    `folder_keys as (
  select o.entry_uuid, o.patient_id from registry_object o where o.entry_uuid in (select m.source from members m))`,
  ],
  answer: `select ${columns.Folder('f')} from folder_keys k ${keyed('folder', 'f', 'k')} where ${atLevel('f')}`,
}));

/** The Folders a DocumentEntry is in, whatever their status — ITI TF-2 3.18.4.1.2.3.7.12. */
export const selectGetFoldersForDocument: Select<ById> = (sql, named, options) =>
  runIdentified(sql, statements, { named, values: associationValues(named) }, options);
