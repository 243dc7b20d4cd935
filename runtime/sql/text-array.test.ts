import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/postgres.ts';
import type { OpenDatabase } from './postgres.ts';
import { arrayLiteral, textArray } from './text-array.ts';

describe('an array as a parameter', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await testDatabase([]);
  });
  afterAll(() => database.close());

  const arrays: Record<string, (string | null)[]> = {
    'without values': [],
    'of plain texts': ['a', 'bc', ''],
    'with what quoting would change': ['"', '\\', '{a,b}', "'", ' ', 'null', 'NULL', '\n\t'],
    'with absent values': [null, 'a', null],
    'of texts beyond ASCII': ['ä', '汉字', '𝄞 and \u{1f600}'],
    'of long texts': ['x'.repeat(100_000), 'é'.repeat(50_000)],
  };
  it.each(Object.entries(arrays))('in binary form arrives as it was: %s', async (_, values) => {
    expect(await database.query('select $1::text[] as back', [textArray(values)])).toEqual([{ back: values }]);
  });
  it.each(Object.entries(arrays).filter(([, values]) => !values.includes(null)))(
    'as text arrives as it was: %s',
    async (_, values) => {
      const literal = arrayLiteral(values as string[]);
      expect(await database.query('select $1::text::text[] as back', [literal])).toEqual([{ back: values }]);
    },
  );
});
