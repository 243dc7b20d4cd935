import { dtm } from '../../../schemas/datatypes/dtm.ts';
import type { AnyStoredQueryDefinition, ParameterRow } from './definition.ts';
import { parseValue, type ValueItem } from './value.ts';

/** One slot of the AdhocQuery, as received. */
export interface QuerySlot {
  readonly name: string;
  readonly values: readonly string[];
}

/** A parameter of the query's table as the request gives it. */
export interface ParameterReading {
  /** Its key in the typed parameters. */
  readonly key: string;
  readonly row: ParameterRow & { readonly required?: boolean };
  /** The values of each slot with the parameter's name, in order; those that cannot be read are left out. */
  readonly slots: readonly (readonly string[])[];
  /** What is wrong with how values are written. */
  readonly problems: readonly { readonly value: string; readonly problem: string }[];
}

/** What the request message says, before anything is judged. */
export interface QueryReading {
  readonly queryId: string;
  readonly returnType: string;
  /** Undefined when the query id is not one of ours. */
  readonly definition?: AnyStoredQueryDefinition;
  readonly parameters: readonly ParameterReading[];
}

/** The most characters of a pattern: a whole XCN fits (ebRIM LongName), and matching stays cheap. */
const longestPattern = 256;

/**
 * Reads the slots of one query by its parameter table. Slots the table does not name are passed over, as ebRS demands
 * (ebRS 3.0 6.3.2.1); names are compared with regard to case.
 */
export function readParameters(
  definition: AnyStoredQueryDefinition,
  slots: readonly QuerySlot[],
): readonly ParameterReading[] {
  return Object.entries(definition.parameters).map(([key, row]) => {
    const problems: { value: string; problem: string }[] = [];
    const lists = slots
      .filter((slot) => slot.name === row.slot)
      .map((slot) =>
        slot.values.flatMap((value) => readValue(row, value, (problem) => problems.push({ value, problem }))),
      );
    return { key, row, slots: lists, problems };
  });
}

function readValue(row: ParameterRow, value: string, say: (problem: string) => void): string[] {
  const parsed = parseValue(value);
  if ('problem' in parsed) {
    say(parsed.problem);
    return [];
  }
  if (row.takes !== 'one' && !parsed.list) say('is a list without parentheses');
  return parsed.items.flatMap((item) => {
    const problem = problemOf(row, item);
    if (problem === undefined) return [item.text];
    say(problem);
    return [];
  });
}

function problemOf(row: ParameterRow, { text, quoted }: ValueItem): string | undefined {
  if (row.kind === 'dtm') return dtm.check(text);
  if (!quoted) return 'is a string without quotes';
  if (row.kind === 'code' && !/^[^^]+\^\^[^^]+$/.test(text)) return 'is not code^^codingScheme';
  if (row.like && text.length > longestPattern) return `is a pattern of more than ${longestPattern} characters`;
  return undefined;
}
