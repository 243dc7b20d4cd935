import type { ByUuid } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { associationsOf, touching } from './associations.ts';
import { uuidsFrom } from './conditions.ts';
import { associationValues, shownAssociation } from './metadata-level.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('get-associations', (columns) => ({
  ctes: ['ends as (select unnest(:uuid::uuid[]) as entry_uuid)', `keys as (${touching('ends')})`],
  answer: `select ${columns.Association('a')} from ${associationsOf('keys')} where ${shownAssociation('a')}`,
}));

/** The associations with one of these objects at an end — ITI TF-2 3.18.4.1.2.3.7.7. */
export const selectGetAssociations: Select<ByUuid> = (sql, parameters, options) =>
  runSelection(sql, statements, { ...associationValues(parameters), uuid: uuidsFrom(parameters.uuid) }, options);
