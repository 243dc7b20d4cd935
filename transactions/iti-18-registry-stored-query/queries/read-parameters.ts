import { dtm } from '../../../schemas/datatypes/dtm.ts';
import type { AnyQueryDefinition, ParameterRow } from './definition.ts';
import { byTheLetter, type Reading } from './reading.ts';
import { type ParsedValue, parseLenientValue, parseValue, type ValueItem } from './value.ts';

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
  readonly definition?: AnyQueryDefinition;
  readonly parameters: readonly ParameterReading[];
  /** Names of slots that are no parameters by their form: they do not begin with `$`. */
  readonly otherNames: readonly string[];
}

/** The most characters of a pattern: a whole XCN fits (ebRIM LongName), and matching stays cheap. */
const longestPattern = 256;

/**
 * Reads the slots of one query by its parameter table. Slots the table does not name are passed over, as ebRS demands
 * (ebRS 3.0 6.3.2.1); names are compared with regard to case.
 */
export function readParameters(
  definition: AnyQueryDefinition,
  slots: readonly QuerySlot[],
  { lenientValues }: Reading = byTheLetter,
): readonly ParameterReading[] {
  return Object.entries(definition.parameters).map(([key, row]) => {
    const problems: { value: string; problem: string }[] = [];
    const read = lenientValues ? readLenientValue : readValue;
    const lists = slots
      .filter((slot) => slot.name === row.slot)
      .map((slot) => slot.values.flatMap((value) => read(row, value, (problem) => problems.push({ value, problem }))));
    const spread = lenientValues && row.takes === 'list' && lists.length > 1;
    return { key, row, slots: spread ? [lists.flat()] : lists, problems };
  });
}

type Say = (problem: string) => void;

function readValue(row: ParameterRow, value: string, say: Say): string[] {
  const parsed = parseValue(value);
  if ('problem' in parsed) {
    say(parsed.problem);
    return [];
  }
  if (row.takes !== 'one' && !parsed.list) say('is a list without parentheses');
  return readItems(parsed, (item) => writingProblem(row, item) ?? contentProblem(row, item), say);
}

function readLenientValue(row: ParameterRow, value: string, say: Say): string[] {
  const parsed = parseLenientValue(value);
  if ('problem' in parsed) {
    say(parsed.problem);
    return [];
  }
  const texts = readItems(parsed, (item) => contentProblem(row, item), say);
  return row.kind === 'uuid' ? texts.map((text) => text.replace(bareUUID, 'urn:uuid:$&')) : texts;
}

const bareUUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The texts nothing is wrong with; of the others is said what. */
function readItems({ items }: ParsedValue, problemOf: (item: ValueItem) => string | undefined, say: Say): string[] {
  return items.flatMap((item) => {
    const problem = problemOf(item);
    if (problem === undefined) return [item.text];
    say(problem);
    return [];
  });
}

/** What is wrong with quotes: times are taken with and without (CP-ITI-1260). */
function writingProblem({ kind }: ParameterRow, { quoted }: ValueItem): string | undefined {
  if (kind === 'dtm') return undefined;
  if (kind === 'number') return quoted ? 'is a number in quotes' : undefined;
  return quoted ? undefined : 'is a string without quotes';
}

function contentProblem({ kind, like }: ParameterRow, { text }: ValueItem): string | undefined {
  if (kind === 'dtm') return dtm.check(text);
  if (kind === 'number' && !/^\d+$/.test(text)) return 'is not a number';
  if (kind === 'code' && !/^[^^]+\^\^[^^]+$/.test(text)) return 'is not code^^codingScheme';
  if (like && text.length > longestPattern) return `is a pattern of more than ${longestPattern} characters`;
  return undefined;
}
