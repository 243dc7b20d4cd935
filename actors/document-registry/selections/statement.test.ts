import { describe, expect, it } from 'vitest';
import { compileForms, compileStatement } from './statement.ts';

describe('a statement', () => {
  it('has numbered places for named ones, each name once; casts and URNs stay', () => {
    const statement = compileStatement('s', "select 'urn:a:b'::text where x = :x::uuid and y = :y and z = :x");
    expect(statement.text).toBe("select 'urn:a:b'::text where x = $1::uuid and y = $2 and z = $1");
    expect(statement.valuesFrom({ y: 2, x: 1, unused: 3 })).toEqual([1, 2]);
    expect(() => statement.valuesFrom({ x: 1 })).toThrow('needs a value for y');
  });
});

describe('the forms of a statement with optional conditions', () => {
  const text =
    "select where s = :s and (:a::text[] is null or a = any(:a) and f(')', (:b))) and " +
    '(u or ((:timeFrom::text is null or t >= :timeFrom) and (:timeTo::text is null or t < :timeTo)))';
  const forms = compileForms('s', text);
  const absent = { s: 1, a: undefined, b: null, timeFrom: null, timeTo: undefined };
  const cases = [
    ['none given', {}, 's-0', 'select where s = $1 and true and (u or (true and true))', [1]],
    [
      'one given',
      { a: ['x'] },
      's-1',
      "select where s = $1 and ($2::text[] is null or a = any($2) and f(')', ($3))) and (u or (true and true))",
      [1, ['x'], null],
    ],
    [
      'one end of a range given',
      { timeTo: '2' },
      's-2',
      'select where s = $1 and true and (u or (($2::text is null or t >= $2) and ($3::text is null or t < $3)))',
      [1, null, '2'],
    ],
    ['two given', { a: ['x'], timeFrom: '1' }, 's', compileStatement('s', text).text, [1, ['x'], null, '1', null]],
  ] as const;
  it.each(cases)('%s', (_, given, name, expected, bound) => {
    const values = { ...absent, ...given };
    const statement = forms(values);
    expect([statement.name, statement.text]).toEqual([name, expected]);
    expect(statement.valuesFrom(values)).toEqual(bound);
  });
});
