import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import type { AnyQueryDefinition, ParameterRow } from './definition.ts';
import type { AllOf, AnyOf } from './parameters.ts';
import type { ParameterReading } from './read-parameters.ts';

const knownStatuses: readonly string[] = Object.values(availabilityStatuses);

/** The values of one list that mean something: of statuses, only the known ones (3.18.4.1.2.3.7.1). */
export function meaningfulValues(row: ParameterRow, values: readonly string[]): readonly string[] {
  return row.kind === 'status' ? values.filter((value) => knownStatuses.includes(value)) : values;
}

/** True when a parameter says something. A list of nothing but unknown statuses counts as missing. */
export function isGiven({ row, slots }: ParameterReading): boolean {
  return slots.some((values) => meaningfulValues(row, values).length > 0);
}

/**
 * The typed parameters of a query whose reading broke no rule. Only then do the values have the cardinalities that
 * the table promises for the parameters' type, which is what makes the one type assertion here true; `Query` is the union
 * of the queries the definition is one of.
 */
export function decodeParameters<Query>(
  definition: AnyQueryDefinition,
  parameters: readonly ParameterReading[],
): Query {
  const entries = parameters.filter(isGiven).map((parameter) => [parameter.key, typedValue(parameter)]);
  return { name: definition.name, parameters: Object.fromEntries(entries) } as Query;
}

function typedValue({ row, slots }: ParameterReading): string | AnyOf | AllOf {
  const lists = slots.map((values) => meaningfulValues(row, values));
  switch (row.takes) {
    case 'one':
      return lists[0]![0]!;
    case 'list':
      return lists[0]!;
    case 'lists':
      return lists;
  }
}
