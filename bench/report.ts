import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** One line of the table: ours beside its floor. */
export interface Result {
  readonly name: string;
  readonly ours: string;
  readonly floor: string;
  /** Ours divided by the floor. */
  readonly ratio: number;
  readonly detail: string;
}

/** Prints the results and keeps them with machine and commit in `bench/results/`. */
export async function report(root: string, results: readonly Result[], notes: readonly string[]): Promise<void> {
  const head = ['| what | ours | floor | ratio | |', '|---|---|---|---|---|'];
  const rows = results.map((r) => `| ${r.name} | ${r.ours} | ${r.floor} | ${r.ratio.toFixed(2)} | ${r.detail} |`);
  const text = [...head, ...rows, '', ...notes].join('\n');
  process.stdout.write(`${text}\n`);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const machine = `Node ${process.version}, ${os.cpus().length} cores (${os.cpus()[0]?.model ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`;
  const folder = path.join(root, 'bench', 'results');
  await mkdir(folder, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  const names = results.map((r) => r.name.split(' ')[0]!.toLowerCase());
  const file = path.join(folder, `${day}-${[...new Set(names)].slice(0, 6).join('-')}.md`);
  await writeFile(file, `# ${day}, commit ${commit}\n\n${machine}\n\n${text}\n`);
  process.stdout.write(`\nkept in ${path.relative(root, file)}\n`);
}
