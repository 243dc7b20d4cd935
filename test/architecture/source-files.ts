import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The folders that hold product code, as the import table knows them. */
export const productFolders = ['schemas', 'runtime', 'transactions', 'actors', 'cli', 'bench'] as const;

export interface SourceFile {
  /** Path below the checkout, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** Project files it imports, as paths below the checkout. */
  readonly imports: readonly string[];
  /** Packages and node: modules it imports. */
  readonly packages: readonly string[];
}

/** Every TypeScript file below `folders`. */
export function sourceFiles(folders: readonly string[], options: { tests: boolean }): SourceFile[] {
  return folders
    .flatMap((folder) => walk(folder))
    .filter((file) => options.tests || !file.endsWith('.test.ts'))
    .map(read);
}

function walk(folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return walk(file);
    return file.endsWith('.ts') ? [file] : [];
  });
}

/** Import and export-from specifiers, also dynamic ones, as the house style writes them: single-quoted. */
const specifier =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;

function read(file: string): SourceFile {
  const text = readFileSync(path.join(root, file), 'utf8');
  const named = [...text.matchAll(specifier)].map((match) => match[1] ?? match[2] ?? match[3]!);
  const relative = named.filter((name) => name.startsWith('.'));
  return {
    file,
    text,
    imports: relative.map((name) => path.posix.normalize(`${path.posix.dirname(file)}/${name}`)),
    packages: named.filter((name) => !name.startsWith('.')),
  };
}
