import type {
  AssociationFilter,
  ByIds,
} from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { associationsOf, keyed, touching } from './associations.ts';
import { identifiedStatements, runIdentified } from './identified.ts';
import { associationValues, atLevel, shownAssociation } from './metadata-level.ts';
import type { Select } from './selection.ts';

const statements = identifiedStatements('get-documents-and-associations', (columns) => ({
  ctes: [
    `documents as materialized (
  select ${columns.DocumentEntry('d')} from named ${keyed('document_entry', 'd', 'named')}
  where ${atLevel('d')})`,
    `keys as (${touching('documents')})`,
  ],
  answer: `
  select * from documents
  union all select ${columns.Association('a')} from ${associationsOf('keys')}
  where ${shownAssociation('a')}`,
}));

/** The DocumentEntries with these ids and every association touching them — ITI TF-2 3.18.4.1.2.3.7.8. */
export const selectGetDocumentsAndAssociations: Select<ByIds & AssociationFilter> = (sql, named, options) =>
  runIdentified(sql, statements, { named, values: associationValues(named) }, options);
