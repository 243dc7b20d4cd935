import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { actors } from '../../cli/actors.ts';
import { catalogue } from '../../transactions/catalogue.ts';
import { root, sourceFiles } from '../architecture/source-files.ts';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

describe('the README', () => {
  it('has a row for every transaction, with its name', () => {
    const rows = [...new Map(catalogue.map(({ id, name }) => [id, name])).entries()];
    expect(rows.filter(([id, name]) => !readme.includes(`| ${id} ${name}`))).toEqual([]);
  });

  it('has the default port of every actor', () => {
    const ports = actors.flatMap((actor) => [8100 + actor.ports.http, actor.ports.mllp ?? []].flat());
    expect(ports.filter((port) => !readme.includes(`127.0.0.1:${port}`))).toEqual([]);
  });

  it('names every command', () => {
    const commands = sourceFiles(['cli'], { tests: false })
      .filter(({ file }) => file.startsWith('cli/commands/'))
      .flatMap(({ text }) => [...text.matchAll(/\.command\('([a-z-]+)'\)/g)].map(([, name]) => name!));
    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter((name) => !new RegExp(`\`(affinity )?([a-z-]+ )?${name}\\b`).test(readme))).toEqual([]);
  });
});

/** Every page of documentation, as a path below the checkout. */
function pages(): string[] {
  const ours = readdirSync(root, { withFileTypes: true }).filter(
    ({ name }) => !name.startsWith('.') && !['node_modules', 'dist'].includes(name),
  );
  return ours
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(path.join(root, entry.name), { recursive: true }).map((name) => `${entry.name}/${name}`)
        : [entry.name],
    )
    .filter((name) => name.endsWith('.md'));
}

describe('links between the documents', () => {
  it.each(pages())('%s leads to files that are there', (file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(path.join(root, path.dirname(file), link)))).toEqual([]);
  });
});
