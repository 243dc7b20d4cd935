import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, type SourceFile, sourceFiles } from '../architecture/source-files.ts';
import type { CollectedRule } from './collect-rules.ts';
import { referenceFiles } from './files.ts';
import { reference } from './reference.ts';

const { sections, rules, choices } = await reference();
const pages = await referenceFiles();
const requirements = sections.flatMap((section) => section.requirements);
const tests = sourceFiles(['schemas', 'runtime', 'transactions', 'actors', 'test'], { tests: true }).filter(
  ({ file }) => file.endsWith('.test.ts') && !file.startsWith('test/reference/'),
);

/** How many rows each section of the standards' digest has. */
const rows = { T: 7, P: 15, R: 31, A: 8, I: 6, V: 11, Q: 17, QM: 4, O: 7, U: 17, RMU: 14, RM: 5, RD: 6 };

describe('the rules reference', () => {
  it('has every row once', () => {
    const expected = Object.entries(rows).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, i) => `${letter}-${i + 1}`),
    );
    expect(requirements.map(({ row }) => row).sort()).toEqual(expected.sort());
  });

  it.each(requirements)('$row is judged by a rule or shown by a test', ({ rules: ids = [], proofs = [] }) => {
    expect(ids.length + proofs.length).toBeGreaterThan(0);
    const known = new Set(rules.map(({ rule }) => rule.id));
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
    expect(proofs.filter(([file, title]) => !hasTitle(file, title))).toEqual([]);
  });

  it.each(rules)('$rule.id ($name) has a rejecting case', (rule) => {
    expect(tests.filter((test) => proves(test, rule)).map(({ file }) => file)).not.toEqual([]);
  });

  it('gives an id to one rule of a folder only', () => {
    const places = rules.map(({ rule, file }) => `${file.split('/').slice(0, 2).join('/')} ${rule.id}`);
    expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([]);
  });

  it('names for each choice settings that exist', () => {
    const settings = sourceFiles(['actors', 'runtime'], { tests: false })
      .filter(({ file }) => file.endsWith('config.ts'))
      .map(({ text }) => text)
      .join('\n');
    const keys = choices.flatMap(({ setting }) => (setting === undefined ? [] : [setting.split('.').at(-1)!]));
    expect(keys.filter((key) => !new RegExp(`\\b${key}:`).test(settings))).toEqual([]);
  });

  it.each(pages)('is written as the code is, run `npm run docs`: $name', ({ file, text }) => {
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
  });
});

function hasTitle(file: string, title: string): boolean {
  const at = path.join(root, file);
  return existsSync(at) && readFileSync(at, 'utf8').includes(title);
}

/**
 * A rule with a check is handed to `proveRule`, which fails without a rejecting case. One that is found while a message
 * is read is named by a test of the reader, or is a row of a table of cases that is typed to be complete; one that is
 * found while a request is answered shows as its code in a test of the same actor.
 */
function proves({ file, text }: SourceFile, { rule, name, checks, file: of }: CollectedRule): boolean {
  if (checks) return text.includes('proveRule(') && new RegExp(`\\b${name}\\b`).test(text);
  const [tableOrRule, key] = name.split('.');
  if (text.includes(rule.id)) return true;
  if (key !== undefined) return text.includes(`Record<keyof typeof ${tableOrRule},`);
  return of.startsWith('actors/') && file.startsWith(of.split('/').slice(0, 2).join('/')) && text.includes(rule.code);
}
