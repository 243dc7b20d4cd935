import type { AnyOf } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { uuidsFrom } from './conditions.ts';
import {
  type Columns,
  runSelection,
  type Selection,
  type SelectionOptions,
  type SelectionSource,
  type SelectionStatements,
  type SelectionText,
  selectionStatements,
} from './selection.ts';

/** How the objects asked for are named. */
type IdentifiedBy = 'entryUUID' | 'uniqueId' | 'logicalID';

/** A selection that starts from named objects: one set of statements for each way to name them. */
export type IdentifiedStatements = Readonly<Record<IdentifiedBy, SelectionStatements>>;

/**
 * Compiles a selection that starts from named objects. `named` is a common table expression of the rows of
 * registry_object (entry_uuid and patient_id: the key of the object's own table) that carry one of the names.
 */
export function identifiedStatements(name: string, build: (columns: Columns) => SelectionText): IdentifiedStatements {
  const compile = (by: IdentifiedBy, condition: string) =>
    selectionStatements(`${name}-by-${by}`, (columns) => {
      const { ctes, answer } = build(columns);
      const named = `named as (select o.entry_uuid, o.patient_id from registry_object o where ${condition})`;
      return { ctes: [named, ...ctes], answer };
    });
  return {
    entryUUID: compile('entryUUID', 'o.entry_uuid = any(:ids::uuid[])'),
    uniqueId: compile('uniqueId', 'o.unique_id = any(:ids::text[])'),
    logicalID: compile('logicalID', 'o.logical_id = any(:ids::uuid[])'),
  };
}

/** The names of the objects asked for: exactly one of the three is given (3.18.4.1.2.3.7.5 and others). */
export interface Named {
  readonly entryUUID?: AnyOf | string;
  readonly uniqueId?: AnyOf | string;
  readonly logicalID?: AnyOf | string;
}

/** Runs the statements for the way the objects are named; names nobody bears give an empty selection. */
export async function runIdentified(
  sql: SelectionSource,
  statements: IdentifiedStatements,
  parameters: { readonly named: Named; readonly values?: Readonly<Record<string, unknown>> },
  options: SelectionOptions,
): Promise<Selection> {
  const { named, values = {} } = parameters;
  const by = (['entryUUID', 'uniqueId', 'logicalID'] as const).find((name) => named[name] !== undefined) ?? 'entryUUID';
  const ids = [named[by] ?? []].flat();
  const found = by === 'uniqueId' ? ids : uuidsFrom(ids);
  return runSelection(sql, statements[by], { ...values, ids: found }, options);
}
