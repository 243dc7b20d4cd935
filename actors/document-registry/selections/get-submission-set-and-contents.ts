import type { ById, DocumentFilters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { isMember, keyed } from './associations.ts';
import { documentFilters, documentFilterValues } from './conditions.ts';
import { identifiedStatements, runIdentified } from './identified.ts';
import { associationValues, atLevel, shownAssociation } from './metadata-level.ts';
import type { Select } from './selection.ts';

const statements = identifiedStatements('get-submission-set-and-contents', (columns) => ({
  ctes: [
    `submission_sets as materialized (
  select ${columns.SubmissionSet('s')} from named ${keyed('submission_set', 's', 'named')})`,
    `members as materialized (
  select a.* from submission_sets s join association a on a.source = s.entry_uuid where ${isMember('a')}
  and ${shownAssociation('a')})`,
    `content_keys as materialized (
  select o.entry_uuid, o.patient_id from registry_object o where o.entry_uuid in (select m.target from members m))`,
    `documents as materialized (
  select ${columns.DocumentEntry('d')} from content_keys k ${keyed('document_entry', 'd', 'k')}
  where ${documentFilters('d')} and ${atLevel('d')})`,
    `folders as materialized (select ${columns.Folder('f')} from content_keys k ${keyed('folder', 'f', 'k')}
  where ${atLevel('f')})`,
    `ends as materialized (
  select entry_uuid from submission_sets union all select entry_uuid from documents union all
  select entry_uuid from folders)`,
    `links as materialized (
  select ${columns.Association('a')} from content_keys k ${keyed('association', 'a', 'k')}
  where a.source in (select entry_uuid from ends) and a.target in (select entry_uuid from ends)
  and ${shownAssociation('a')})`,
    `answered as (
  select entry_uuid from documents union all select entry_uuid from folders union all select entry_uuid from links)`,
  ],
  answer: `
  select * from submission_sets union all select * from documents union all select * from folders
  union all select * from links
  union all select ${columns.Association('m')} from members m where m.target in (select entry_uuid from answered)`,
}));

/**
 * One SubmissionSet with its member DocumentEntries that pass the filters, its Folders, the associations it filed whose
 * two ends are both in the answer, and the HasMember associations to all of them — ITI TF-2 3.18.4.1.2.3.7.10.
 * No association in the answer points out of it.
 */
export const selectGetSubmissionSetAndContents: Select<ById & DocumentFilters> = (sql, parameters, options) =>
  runIdentified(
    sql,
    statements,
    { named: parameters, values: { ...documentFilterValues(parameters), ...associationValues(parameters) } },
    options,
  );
