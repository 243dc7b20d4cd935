import type { GetRelatedDocumentsParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { associationsOf, keyed, touching } from './associations.ts';
import { typeValues } from './conditions.ts';
import { identifiedStatements, runIdentified } from './identified.ts';
import { associationValues, atLevel, shownAssociation } from './metadata-level.ts';
import type { Select } from './selection.ts';

const statements = identifiedStatements('get-related-documents', (columns) => ({
  ctes: [
    `asked as (select named.entry_uuid from named ${keyed('document_entry', 'd', 'named')}
  where ${atLevel('d')})`,
    `keys as (${touching('asked')})`,
    `candidates as materialized (
  select a.* from ${associationsOf('keys')} where a.type = any(:associationTypes::text[])
  and ${shownAssociation('a')})`,
    `document_keys as (
  select o.entry_uuid, o.patient_id from registry_object o
  where o.entry_uuid in (select c.source from candidates c union all select c.target from candidates c))`,
    `documents as materialized (
  select ${columns.DocumentEntry('d')} from document_keys k ${keyed('document_entry', 'd', 'k')}
  where d.object_type = any(:type::uuid[]) and ${atLevel('d')})`,
    `relations as materialized (
  select a.* from candidates a
  where a.source in (select entry_uuid from documents) and a.target in (select entry_uuid from documents))`,
  ],
  answer: `
  select ${columns.Association('r')} from relations r
  union all
  select d.* from documents d
  where d.entry_uuid in (select r.source from relations r union all select r.target from relations r)`,
}));

/**
 * The associations of these types between the document asked for and other documents, and the documents at both ends,
 * the one asked for included — ITI TF-2 3.18.4.1.2.3.7.13. Nothing at all when no association matches.
 *
 * `type` says which entries may be answered (Stable when absent); an association to any other entry is left out with
 * it, so that none points out of the answer.
 */
export const selectGetRelatedDocuments: Select<GetRelatedDocumentsParameters> = (sql, parameters, options) =>
  runIdentified(
    sql,
    statements,
    {
      named: parameters,
      values: {
        ...associationValues(parameters),
        associationTypes: parameters.associationTypes,
        type: typeValues(parameters.type),
      },
    },
    options,
  );
