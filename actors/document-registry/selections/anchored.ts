import type { AllOf, AnyOf } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { patientsListed } from './patients.ts';
import { type Columns, type SelectionStatements, selectionStatements } from './selection.ts';

/**
 * What a query across patients starts from. With patients it reads their rows, as every query does. Without, it would read
 * every partition from end to end; so one of the codes or references it must give instead is made the way in: a condition
 * that is not "or the parameter is absent" and therefore can use that attribute's index (see migrations/0003-queries.ts).
 */
export interface Anchor {
  /** The table and alias with what selects its rows by index: `from … where …`, to be continued with `and`. */
  readonly from: string;
  readonly ctes?: readonly string[];
}

/** The anchor of rows whose patients are named. */
export const patientAnchor = (table: string, alias: string): Anchor => ({
  ctes: [patientsListed],
  from: `from patients join ${table} ${alias} on ${alias}.patient_id = patients.patient_id where true`,
});

/**
 * The anchor of rows whose array column holds one of the values, by its GIN index. The index has no rows with empty arrays,
 * so that entries without a value cost nothing when they are registered; the statement has to say the same.
 */
export const listAnchor = (column: { table: string; alias: string; name: string }, values: string): Anchor => ({
  from: `from ${column.table} ${column.alias}
  where ${column.alias}.${column.name} && :${values}::text[] and ${column.alias}.${column.name} <> '{}'`,
});

/**
 * The anchor of entries with one of the codes, by an index of the code and the creationTime: a question about a kind of
 * document is usually one about a time too. On-Demand entries, which have no creationTime, are looked up beside the range.
 */
export const codeAnchor = (column: string, codes: string): Anchor => ({
  from: `from document_entry d
  where d.${column} = any(:${codes}::text[]) and (d.creation_time is null
    or d.creation_time >= coalesce(:creationTimeFrom::text, '') and d.creation_time < coalesce(:creationTimeTo::text, ':'))`,
});

/** Compiles one selection for each way in. */
export function anchoredStatements<Name extends string>(
  query: string,
  anchors: Readonly<Record<Name, Anchor>>,
  build: (columns: Columns) => { readonly select: string; readonly conditions: string },
): Readonly<Record<Name, SelectionStatements>> {
  const compiled = Object.entries<Anchor>(anchors).map(([name, { ctes = [], from }]) => [
    name,
    selectionStatements(`${query}-by-${name}`, (columns) => {
      const { select, conditions } = build(columns);
      return { ctes, answer: `\n  select ${select}\n  ${from}\n  and ${conditions}` };
    }),
  ]);
  return Object.fromEntries(compiled);
}

/** The list to look up by: an object that meets every slot has one of the values of the first. */
export function firstList(lists: AllOf | undefined): AnyOf | undefined {
  return lists?.[0];
}
