import type { AnyQueryDefinition, ParameterRow, ValueKind } from './definition.ts';
import type { AllOf, AnyOf } from './parameters.ts';
import type { QuerySlot } from './read-parameters.ts';
import { formatList, formatString } from './value.ts';

/**
 * The slots of a query, in the order of its table — ITI TF-2 3.18.4.1.2.3.5. Strings are quoted, lists parenthesised
 * and spread over several Values when long, times and numbers are bare digits, an AND parameter is one slot for each list.
 */
export function encodeParameters(definition: AnyQueryDefinition, parameters: object): readonly QuerySlot[] {
  const given = parameters as Readonly<Record<string, string | AnyOf | AllOf | undefined>>;
  return Object.entries(definition.parameters).flatMap(([key, row]) => {
    const value = given[key];
    return value === undefined ? [] : slotsOf(row, value);
  });
}

const bareKinds: readonly ValueKind[] = ['dtm', 'number'];

function slotsOf(row: ParameterRow, value: string | AnyOf | AllOf): QuerySlot[] {
  if (row.takes === 'lists') return (value as AllOf).map((list) => ({ name: row.slot, values: formatList(list) }));
  if (row.takes === 'list') return [{ name: row.slot, values: formatList(value as AnyOf) }];
  const text = value as string;
  return [{ name: row.slot, values: [bareKinds.includes(row.kind) ? text : formatString(text)] }];
}
