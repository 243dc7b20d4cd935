import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RuleText } from '../../schemas/rule.ts';
import { root, sourceFiles } from '../architecture/source-files.ts';

/** A rule value as it stands in the code. */
export interface CollectedRule {
  readonly rule: RuleText<string>;
  readonly file: string;
  /** The exported name, or `table.key` of a table of rules. */
  readonly name: string;
  /** True for one with a `check`; the others are found while a message is decoded or answered. */
  readonly checks: boolean;
}

/** The folders that hold rules. */
const folders = ['schemas', 'runtime', 'transactions', 'actors'] as const;

/** Every rule value that a product file exports, by loading each file that mentions a statement. */
export async function collectRules(): Promise<readonly CollectedRule[]> {
  const files = sourceFiles(folders, { tests: false }).filter(({ text }) => /\bstatement\b/.test(text));
  const loaded = await Promise.all(
    files.map(async ({ file }) => ({ file, exports: await import(pathToFileURL(path.join(root, file)).href) })),
  );
  const found = new Map<unknown, CollectedRule>();
  for (const { file, exports } of loaded) {
    for (const [name, value] of Object.entries(exports)) {
      if (isRule(value)) found.set(value, collected(value, file, name));
      else for (const [key, inner] of innerRules(value)) found.set(inner, collected(inner, file, `${name}.${key}`));
    }
  }
  return [...found.values()];
}

function collected(rule: RuleText<string>, file: string, name: string): CollectedRule {
  return { rule, file, name, checks: 'check' in rule };
}

/** The rules of a table that is no list: lists repeat what is exported elsewhere. */
function innerRules(value: unknown): (readonly [string, RuleText<string>])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (isRule(inner) ? [[key, inner] as const] : []));
}

function isRule(value: unknown): value is RuleText<string> {
  if (typeof value !== 'object' || value === null) return false;
  const { id, source, statement, code } = value as Partial<RuleText<string>>;
  return [id, statement, code].every((text) => typeof text === 'string') && typeof source === 'object';
}
