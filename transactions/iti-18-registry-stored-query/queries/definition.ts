import type { SpecRef } from '../../../schemas/spec-ref.ts';
import type { AllOf, AnyOf, StoredQueries, StoredQueryName } from './parameters.ts';

/**
 * How one value is written and what it must look like — ITI TF-2 3.18.4.1.2.3.1.
 *
 * `dtm` is digits, with or without quotes, `number` is digits without; everything else is a quoted string. `code` is
 * `code^^codingScheme`. `status` is a status URN, of which unknown ones are passed over. `string`, `id`, `uuid` and `urn`
 * are taken as they are: a value that names nothing finds nothing.
 */
export type ValueKind = 'string' | 'id' | 'uuid' | 'urn' | 'code' | 'dtm' | 'number' | 'status';

interface Row {
  /** The slot's name, with `$`. */
  readonly slot: `$${string}`;
  readonly kind: ValueKind;
  /** `%` and `_` are wildcards. */
  readonly like?: true;
}

/** A parameter with one value. */
export interface SingleRow extends Row {
  readonly takes: 'one';
}
/** A parameter with a list: OR between its values. */
export interface ListRow extends Row {
  readonly takes: 'list';
}
/** A parameter whose slot may be repeated: AND between the slots, OR inside each (3.18.4.1.2.3.5). */
export interface RepeatedRow extends Row {
  readonly takes: 'lists';
}
/** One line of a parameter table, whatever its cardinality. */
export type ParameterRow = SingleRow | ListRow | RepeatedRow;

type RowOf<Value> = [Value] extends [string]
  ? SingleRow
  : [Value] extends [AnyOf]
    ? ListRow
    : [Value] extends [AllOf]
      ? RepeatedRow
      : never;

/** One row for each typed parameter: a missing row, a wrong cardinality or a wrong `required` does not compile. */
export type ParameterTable<Parameters> = {
  readonly [Key in keyof Required<Parameters>]: RowOf<NonNullable<Parameters[Key]>> &
    (undefined extends Parameters[Key] ? { readonly required?: false } : { readonly required: true });
};

/** One stored query as data: its id, where it is written, and its parameters in the order of the standard's table. */
export interface QueryDefinition<Name extends string, Parameters> {
  readonly name: Name;
  /** AdhocQuery@id. */
  readonly id: `urn:uuid:${string}`;
  readonly source: SpecRef;
  readonly parameters: ParameterTable<Parameters>;
  /** Parameters of which exactly one is given. */
  readonly exactlyOne?: readonly (keyof Parameters)[];
  /** Parameters of which one is given at least. */
  readonly atLeastOne?: readonly (keyof Parameters)[];
  /** Parameters that exclude each other. */
  readonly eitherOr?: readonly (readonly [keyof Parameters, keyof Parameters])[];
}

/** One stored query of ITI-18. */
export type StoredQueryDefinition<Q extends StoredQueryName> = QueryDefinition<Q, StoredQueries[Q]>;

/** A definition as code that serves every query sees it. */
export interface AnyQueryDefinition {
  readonly name: string;
  readonly id: `urn:uuid:${string}`;
  readonly source: SpecRef;
  readonly parameters: Readonly<Record<string, ParameterRow & { readonly required?: boolean }>>;
  readonly exactlyOne?: readonly string[];
  readonly atLeastOne?: readonly string[];
  readonly eitherOr?: readonly (readonly [string, string])[];
}
