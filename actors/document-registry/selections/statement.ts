/** One SQL statement prepared once per connection, with its values given by name. */
export interface Statement {
  /** The name it is prepared under. */
  readonly name: string;
  readonly text: string;
  /** The values in the order of the text; throws when one is not given (`null` is given). `limit` is one of them. */
  valuesFrom(values: Readonly<Record<string, unknown>>, limit?: number): readonly unknown[];
}

/** PostgreSQL cuts longer names off, and would then take two statements for one. */
const longestName = 63;

const placeholder = /(?<![:\w]):([a-z][A-Za-z]*)/g;

/** Turns `:name` places into numbered ones; a `::type` cast and a colon inside a word or URN are left alone. */
export function compileStatement(name: string, text: string): Statement {
  if (name.length > longestName) throw new Error(`statement name ${name} is longer than ${longestName} characters`);
  const order = [...new Set([...text.matchAll(placeholder)].map((match) => match[1]!))];
  const numbered = text.replace(placeholder, (_, key: string) => `$${order.indexOf(key) + 1}`);
  return {
    name,
    text: numbered,
    valuesFrom: (values, limit) =>
      order.map((key) => {
        if (key === 'limit') return limit ?? null;
        if (!(key in values)) throw new Error(`statement ${name} needs a value for ${key}`);
        return values[key] ?? null;
      }),
  };
}

/** Picks the form of a statement for the values at hand. */
export type StatementForms = (values: Readonly<Record<string, unknown>>) => Statement;

/** A condition that holds when its parameter is absent, as conditions.ts writes it. */
const optional = /\(:([a-z][A-Za-z]*)::[\w[\]]+ is null or /g;

/**
 * Compiles a statement with optional conditions in several forms: without any of them, with those of one parameter (From
 * and To of a range are one), and whole. PostgreSQL prepares every condition of a plan for every partition before it
 * reads the first row, which takes longer than to read twenty. The form for two parameters would have to be one of a
 * hundred, each kept by every connection; so from two on it is the whole statement.
 */
export function compileForms(name: string, text: string): StatementForms {
  const conditions = optionalConditions(text);
  const groups = [...new Set(conditions.map(({ parameter }) => groupOf(parameter)))];
  const withOnly = (group: string | undefined) => {
    let shortened = '';
    let at = 0;
    for (const { start, end, parameter } of conditions) {
      if (groupOf(parameter) === group) continue;
      shortened += `${text.slice(at, start)}true`;
      at = end;
    }
    return shortened + text.slice(at);
  };
  const whole = compileStatement(name, text);
  const none = compileStatement(`${name}-0`, withOnly(undefined));
  const single = new Map(groups.map((group, i) => [group, compileStatement(`${name}-${i + 1}`, withOnly(group))]));
  const parameters = [...new Set(conditions.map(({ parameter }) => parameter))];
  return (values) => {
    let given: string | undefined;
    for (const parameter of parameters) {
      if (values[parameter] === undefined || values[parameter] === null) continue;
      const group = groupOf(parameter);
      if (given !== undefined && given !== group) return whole;
      given = group;
    }
    return given === undefined ? none : single.get(given)!;
  };
}

function groupOf(parameter: string): string {
  return parameter.replace(/(From|To)$/, '');
}

/** The optional conditions of a text with their parentheses, outer ones only. */
function optionalConditions(text: string): { start: number; end: number; parameter: string }[] {
  const found: { start: number; end: number; parameter: string }[] = [];
  for (const match of text.matchAll(optional)) {
    if (match.index >= (found.at(-1)?.end ?? 0)) {
      found.push({ start: match.index, end: endOfParentheses(text, match.index), parameter: match[1]! });
    }
  }
  return found;
}

function endOfParentheses(text: string, start: number): number {
  let depth = 0;
  for (const match of text.slice(start).matchAll(/'[^']*'|[()]/g)) {
    if (match[0] === '(') depth++;
    if (match[0] === ')') depth--;
    if (depth === 0) return start + match.index + 1;
  }
  throw new Error(`unbalanced parentheses: ${text.slice(start)}`);
}
