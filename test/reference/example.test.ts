import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actors } from '../../cli/actors.ts';
import { domainSettings } from '../../runtime/config.ts';
import { root } from '../architecture/source-files.ts';
import { settingsOf } from './settings.ts';

const text = readFileSync(path.join(root, 'config/domain.example.yaml'), 'utf8');
const example = parse(text) as { actors: Record<string, Record<string, unknown>> };
const [domain = '', ...rest] = text.split(/^actors:$/m);
const sections = new Map(
  rest
    .join('')
    .split(/^(?= {2}[a-z-]+:$)/m)
    .map((section) => [section.trimStart().split(':')[0]!, section]),
);

/** Names of settings whose last word does not stand in the text as a key, commented out or not. */
const missing = (keys: readonly string[], where: string) =>
  keys.filter((key) => !new RegExp(`\\b${key.replace('[]', '').split('.').at(-1)}:`).test(where));

describe('config/domain.example.yaml', () => {
  it('names every setting of the domain', () => {
    expect(missing(settingsOf(domainSettings), `${domain}actors:`)).toEqual([]);
  });

  it.each(actors.map((actor) => [actor.name, actor] as const))('names every setting of %s', (name, { config }) => {
    expect(missing([...settingsOf(config), 'port'], sections.get(name) ?? '')).toEqual([]);
  });

  it('shows the defaults where it does not say "example"', () => {
    const { actors: shown, ...own } = example;
    const { actors: _, ...defaults } = domainSettings.parse({});
    expect(domainSettings.parse({ ...own, audit: {} })).toEqual({ ...defaults, data: 'affinity-data' });
    expect(Object.keys(shown).sort()).toEqual(actors.map(({ name }) => name).sort());
    for (const { name, config } of actors) expect([name, shown[name]]).toEqual([name, expectedOf(config.parse({}))]);
  });

  /** What the file leaves to an example in a comment: lists that are better not written out, and what has no default. */
  function expectedOf(defaults: unknown): unknown {
    const { updateOperations, keptAttributes, ...shown } = defaults as Record<string, unknown>;
    return shown;
  }
});
