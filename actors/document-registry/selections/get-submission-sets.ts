import type { ByUuid } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { isMember, keyed } from './associations.ts';
import { uuidsFrom } from './conditions.ts';
import { associationValues, shownAssociation } from './metadata-level.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('get-submission-sets', (columns) => ({
  ctes: [
    'asked as (select distinct unnest(:uuid::uuid[]) as entry_uuid)',
    `members as materialized (
  select a.* from asked join association a on a.target = asked.entry_uuid where ${isMember('a')}
  and ${shownAssociation('a')})`,
    `named as (
  select o.entry_uuid, o.patient_id from registry_object o where o.entry_uuid in (select m.source from members m))`,
    `submission_sets as materialized (
  select ${columns.SubmissionSet('s')} from named ${keyed('submission_set', 's', 'named')})`,
  ],
  answer: `
  select * from submission_sets
  union all
  select ${columns.Association('m')} from members m where m.source in (select entry_uuid from submission_sets)`,
}));

/**
 * The SubmissionSets that have one of these DocumentEntries or Folders as member, and the HasMember associations that
 * say so — ITI TF-2 3.18.4.1.2.3.7.9.
 */
export const selectGetSubmissionSets: Select<ByUuid> = (sql, parameters, options) =>
  runSelection(sql, statements, { ...associationValues(parameters), uuid: uuidsFrom(parameters.uuid) }, options);
