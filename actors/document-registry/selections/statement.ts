/** One SQL statement prepared once per connection, with its values given by name. */
export interface Statement {
  /** The name it is prepared under. */
  readonly name: string;
  readonly text: string;
  /** The values in the order of the text; throws when one is not given (`null` is given). */
  valuesFrom(values: Readonly<Record<string, unknown>>): readonly unknown[];
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
    valuesFrom: (values) =>
      order.map((key) => {
        if (!(key in values)) throw new Error(`statement ${name} needs a value for ${key}`);
        return values[key] ?? null;
      }),
  };
}
