import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { productFolders, root, type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles(productFolders, { tests: false });

/** Architecture section 4: what a file may import, by where it lies. */
function mayImport(from: string, to: string): boolean {
  const [area, room] = from.split('/') as [string, string];
  const [target, targetRoom] = to.split('/') as [string, string];
  switch (area) {
    case 'schemas':
      return target === 'schemas';
    case 'runtime':
      return target === 'runtime' || (target === 'schemas' && runtimeMayUse(to));
    case 'transactions':
      if (target === 'schemas') return true;
      if (target === 'runtime') return transactionMayUse(to);
      return target === 'transactions' && (targetRoom === room || room === 'catalogue.ts' || derives(room, targetRoom));
    case 'actors':
      if (target === 'actors') return targetRoom === room;
      return target === 'schemas' || target === 'runtime' || target === 'transactions';
    case 'cli':
      return target !== 'bench' && target !== 'test';
    case 'bench':
      return target !== 'test';
    default:
      return false;
  }
}

/** runtime knows protocols: the XML, HL7 v2, error, rule and audit shapes, and no metadata. */
function runtimeMayUse(to: string): boolean {
  return [
    'schemas/xml/',
    'schemas/errors/',
    'schemas/audit/',
    'schemas/hl7v2/',
    'schemas/vocabulary/',
    'schemas/datatypes/oid.ts',
    'schemas/rule.ts',
    'schemas/spec-ref.ts',
    'schemas/sequence.ts',
  ].some((allowed) => to.startsWith(allowed));
}

/** Transactions are data and pure functions: of runtime they may know the shapes and the errors they raise. */
function transactionMayUse(to: string): boolean {
  return (
    ['runtime/soap/', 'runtime/mllp/', 'runtime/http/'].some((allowed) => to.startsWith(allowed)) ||
    to === 'runtime/transaction.ts' ||
    to === 'runtime/host.ts'
  );
}

/** Transactions the Technical Framework defines by reference to another. */
const derivedFrom: Readonly<Record<string, string>> = {
  'iti-51-': 'iti-18-',
  'iti-57-': 'iti-42-',
  'iti-61-': 'iti-42-',
  'iti-92-': 'iti-42-',
  'rad-68-': 'iti-41-',
};

function derives(room: string, from: string): boolean {
  return Object.entries(derivedFrom).some(([own, other]) => room.startsWith(own) && from.startsWith(other));
}

describe('direction of dependencies', () => {
  it('is the one of the import table', () => {
    const wrong = files.flatMap((f) =>
      f.imports.filter((to) => !mayImport(f.file, to)).map((to) => `${f.file} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names only files that exist, with their ending', () => {
    const all = sourceFiles([...productFolders, 'test'], { tests: true });
    const missing = all.flatMap((f) =>
      f.imports.filter((to) => !existsSync(path.join(root, to))).map((to) => `${f.file} -> ${to}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no cycles', () => {
    expect(cycles(files)).toEqual([]);
  });

  it('keeps schemas free of sockets, disks, clocks and randomness', () => {
    const wrong = files
      .filter((f) => f.file.startsWith('schemas/'))
      .filter(
        (f) =>
          f.packages.some((name) => /^node:(fs|net|http|tls|dns|child_process|os|timers)/.test(name)) ||
          /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(|\bprocess\./.test(f.text),
      )
      .map((f) => f.file);
    expect(wrong).toEqual([]);
  });

  it('leaves SQL to store files, selections and migrations', () => {
    const wrong = files
      .filter((f) => f.file.startsWith('actors/'))
      .filter((f) => !/\/(store[^/]*|selections\/.*|migrations\/.*|store\/.*)$/.test(f.file.replace(/\.ts$/, '')))
      .filter((f) => /['`]\s*(select|insert into|update|delete from)\s/i.test(f.text))
      .map((f) => f.file);
    expect(wrong).toEqual([]);
  });
});

function cycles(all: readonly SourceFile[]): string[] {
  const imports = new Map(all.map((f) => [f.file, f.imports]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const next of imports.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const { file } of all) visit(file, []);
  return found;
}
