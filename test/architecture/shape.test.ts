import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../transactions/catalogue.ts';
import { productFolders, root, sourceFiles } from './source-files.ts';

const files = sourceFiles(productFolders, { tests: false });
const lines = (text: string) => text.split('\n').length - 1;

/** Tables are read by looking up a row: their length is the standard's. */
const tables =
  /(^schemas\/(errors\/codes|metadata\/fields|metadata\/optionality)\.ts$)|(\/migrations\/)|(\/fixtures\/)/;

describe('shape of the code', () => {
  it('has no file above 500 lines', () => {
    const long = sourceFiles([...productFolders, 'test'], { tests: true })
      .filter((f) => !tables.test(f.file) && lines(f.text) > 500)
      .map((f) => `${f.file}: ${lines(f.text)} lines`);
    expect(long).toEqual([]);
  });

  it('has no module-level binding that can change', () => {
    const wrong = files.flatMap((f) =>
      f.text
        .split('\n')
        .filter(
          (line) =>
            /^(export )?(let|var) /.test(line) || /^(export )?const \w+ = new (Map|Set)(<[^(]*>)?\(\);/.test(line),
        )
        .map((line) => `${f.file}: ${line}`),
    );
    expect(wrong).toEqual([]);
  });

  it('bans names that say nothing', () => {
    const banned = /(^|[-/])(util|utils|common|base|impl|misc|helpers?)(?=[-./])/;
    expect(files.filter((f) => banned.test(f.file)).map((f) => f.file)).toEqual([]);
  });

  it('documents every exported symbol with a sentence of its own', () => {
    const undocumented = files
      .filter((f) => !f.file.includes('/fixtures/'))
      .flatMap((f) => exportedWithoutComment(f.text).map((name) => `${f.file}: ${name}`));
    expect(undocumented).toEqual([]);
  });
});

describe('catalogue of transactions', () => {
  const folders = readdirSync(path.join(root, 'transactions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

  it('lists what has a folder, and the other way round', () => {
    const ids = folders.map((name) => name.split('-').slice(0, 2).join('-').toUpperCase()).sort();
    // A transaction of several messages has a definition for each.
    expect([...new Set(catalogue.map((transaction) => transaction.id as string))].sort()).toEqual(ids);
  });

  it.each(folders)('%s is whole', (folder) => {
    const parts = ['README.md', 'transaction.ts', 'client.ts', 'audit.ts'];
    expect(parts.filter((part) => !existsSync(path.join(root, 'transactions', folder, part)))).toEqual([]);
  });

  it('every actor folder tells what it serves', () => {
    const actors = readdirSync(path.join(root, 'actors'));
    expect(actors.filter((name) => !existsSync(path.join(root, 'actors', name, 'README.md')))).toEqual([]);
  });
});

/** Exported declarations whose line above is neither the end of a doc comment nor a decorator of one. */
function exportedWithoutComment(text: string): string[] {
  const all = text.split('\n');
  return all.flatMap((line, index) => {
    const match = /^export (?:default )?(?:async )?(?:abstract )?(?:function\*?|const|class|interface|type) (\w+)/.exec(
      line,
    );
    if (match === null || /\*\/\s*$/.test(all[index - 1] ?? '')) return [];
    return [match[1]!];
  });
}
