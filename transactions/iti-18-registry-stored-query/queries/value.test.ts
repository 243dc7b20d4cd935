import { describe, expect, it } from 'vitest';
import { formatList, formatString, parseValue } from './value.ts';

const single = (text: string, quoted = true) => ({ list: false, items: [{ text, quoted }] });
const list = (...texts: string[]) => ({ list: true, items: texts.map((text) => ({ text, quoted: true })) });

describe('[ITI TF-2 3.18.4.1.2.3.1] parameter values', () => {
  const good: [string, string, unknown][] = [
    ['a string', "'st1'", single('st1')],
    ['a number', '200412252300', single('200412252300', false)],
    ['a doubled apostrophe', "'O''Brien'", single("O'Brien")],
    ['nothing but apostrophes', "''''", single("'")],
    ['an empty string', "''", single('')],
    ['a parenthesised string', "('st1')", list('st1')],
    ['a list', "('a','b')", list('a', 'b')],
    ['space between tokens', "\n ( ' a' ,\t'b' ) ", list(' a', 'b')],
    ['commas, parentheses and apostrophes in strings', "('a,b','c)','(d''s',',')", list('a,b', 'c)', "(d's", ',')],
    ['a list of numbers', '(1, 2)', { list: true, items: ['1', '2'].map((text) => ({ text, quoted: false })) }],
    ['line ends inside a string', "'a\nb'", single('a\nb')],
  ];
  it.each(good)('%s is read', (_, text, expected) => {
    expect(parseValue(text)).toEqual(expected);
  });

  const wrong: [string, string, RegExp][] = [
    ['an open string', "'abc", /never closed at character 1/],
    ['an open string in a list', "('a','b)", /never closed at character 6/],
    ['an open list', "('a'", /no comma or closing parenthesis at character 5/],
    ['two strings', "'a' 'b'", /more after its end, at character 5/],
    ['two lists', "('a')('b')", /more after its end, at character 6/],
    ['text after a string', "'a''b' and 1=1--", /more after its end, at character 8/],
    ['a missing comma', "('a' 'b')", /no comma or closing parenthesis at character 6/],
    ['an empty list', '()', /no value at character 2/],
    ['a trailing comma', "('a',)", /no value at character 6/],
    ['nothing', ' ', /no value at character 2/],
    ['a nested list', "(('a'))", /no value at character 2/],
  ];
  it.each(wrong)('%s is refused', (_, text, problem) => {
    expect(parseValue(text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('a string that was written is read as it was', () => {
    for (const text of ['', "'", "''", "a','b", "O'Brien (Dr)", '\\', '%_', 'Ärztin ☤ 😀'])
      expect(parseValue(formatString(text))).toEqual(single(text));
  });
});

describe('[ITI TF-2 3.18.4.1.2.3.4] long lists', () => {
  const texts = Array.from(
    { length: 100 },
    (_, i) => `urn:uuid:00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  );

  it('are spread over several Values of at most 256 characters, split between items', () => {
    const values = formatList(texts);
    expect(values.length).toBeGreaterThan(1);
    expect(Math.max(...values.map((value) => value.length))).toBeLessThanOrEqual(256);
    const read = values.flatMap((value) => {
      const parsed = parseValue(value);
      return 'problem' in parsed ? [] : parsed.items.map((item) => item.text);
    });
    expect(read).toEqual(texts);
  });

  it('use every Value to its last character', () => {
    expect(formatList(['a'.repeat(250), 'b'])[0]).toHaveLength(254);
    expect(formatList(['a'.repeat(248), 'b'])).toEqual([`('${'a'.repeat(248)}','b')`]);
    expect(formatList(['a'.repeat(248), 'b'])[0]).toHaveLength(256);
    expect(formatList(['a'.repeat(249), 'b'])).toHaveLength(2);
  });

  it('keep an item that is too long by itself whole', () => {
    expect(formatList(['a', 'b'.repeat(300), 'c'])).toEqual(["('a')", `('${'b'.repeat(300)}')`, "('c')"]);
  });
});
