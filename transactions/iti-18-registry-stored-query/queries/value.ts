/** One item of a slot's value, quotes removed and doubled apostrophes made single. */
export interface ValueItem {
  readonly text: string;
  readonly quoted: boolean;
}

/** What one rim:Value of a stored query says: one item, or a list in parentheses. */
export interface ParsedValue {
  readonly list: boolean;
  readonly items: readonly ValueItem[];
}

const space = /[ \t\r\n]*/y;
const quoted = /'((?:[^']|'')*)'/y;
const bare = /[^\s'(),]+/y;

/**
 * Reads one rim:Value — ITI TF-2 3.18.4.1.2.3.1: `'text'`, a bare number, or `('a','b')` with any space between.
 *
 * Commas, parentheses and doubled apostrophes inside quotes belong to the text. Returns a clause that says what is
 * wrong and where when the value is none of these.
 */
export function parseValue(text: string): ParsedValue | { readonly problem: string } {
  const reader = new ValueReader(text);
  reader.skipSpace();
  const parsed = reader.take('(') ? reader.list() : reader.single();
  if ('problem' in parsed) return parsed;
  reader.skipSpace();
  return reader.atEnd() ? parsed : { problem: `has more after its end, at character ${reader.position + 1}` };
}

/**
 * Reads one rim:Value as real senders write it. What the grammar above takes is taken as it says; beyond that a list may
 * lack its parentheses, and a value with no quotes in it at all is one string, or in parentheses a list split at commas.
 */
export function parseLenientValue(text: string): ParsedValue | { readonly problem: string } {
  const strict = parseValue(text);
  if (!('problem' in strict)) return strict;
  if (text.includes("'")) {
    const listed = parseValue(`(${text})`);
    return 'problem' in listed ? strict : listed;
  }
  const trimmed = text.trim();
  const list = /^\((.*)\)$/s.exec(trimmed);
  const texts = list === null ? [trimmed] : list[1]!.split(',').map((item) => item.trim());
  if (texts.includes('')) return strict;
  return { list: list !== null, items: texts.map((item) => ({ text: item, quoted: false })) };
}

class ValueReader {
  position = 0;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  single(): ParsedValue | { readonly problem: string } {
    const item = this.item();
    return 'problem' in item ? item : { list: false, items: [item] };
  }

  list(): ParsedValue | { readonly problem: string } {
    const items: ValueItem[] = [];
    do {
      this.skipSpace();
      const item = this.item();
      if ('problem' in item) return item;
      items.push(item);
      this.skipSpace();
    } while (this.take(','));
    return this.take(')')
      ? { list: true, items }
      : { problem: `has no comma or closing parenthesis at character ${this.position + 1}` };
  }

  item(): ValueItem | { readonly problem: string } {
    const inQuotes = this.match(quoted);
    if (inQuotes !== undefined) return { text: inQuotes[1]!.replaceAll("''", "'"), quoted: true };
    const plain = this.match(bare);
    if (plain !== undefined) return { text: plain[0], quoted: false };
    const what = this.text[this.position] === "'" ? 'an apostrophe that is never closed' : 'no value';
    return { problem: `has ${what} at character ${this.position + 1}` };
  }

  skipSpace(): void {
    this.match(space);
  }

  take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  atEnd(): boolean {
    return this.position === this.text.length;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.position += found[0].length;
    return found;
  }
}

/** The most characters of one rim:Value — ebRIM 3.0 LongName. */
const longestValue = 256;

/** A string in quotes, apostrophes doubled. */
export function formatString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A list as the rim:Values it takes: each in its own parentheses and of at most 256 characters, split between items and
 * never inside one. One item that is longer by itself stays whole.
 */
export function formatList(texts: readonly string[]): string[] {
  const values: string[] = [];
  let open = '';
  for (const item of texts.map(formatString)) {
    if (open !== '' && open.length + item.length + 3 > longestValue) {
      values.push(`(${open})`);
      open = item;
    } else {
      open = open === '' ? item : `${open},${item}`;
    }
  }
  return open === '' ? values : [...values, `(${open})`];
}
