import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Comparison } from './load.ts';

/** One line of the table: ours beside its floor. */
export interface Result {
  readonly name: string;
  readonly ours: string;
  readonly floor: string;
  /** Ours divided by the floor. */
  readonly ratio: number;
  readonly detail: string;
}

/** A line for calls that move `octets` or register `entries` each (0 and 1: their number is not worth telling). */
export function resultOf(
  name: string,
  run: Comparison,
  about: { floor: string; clients: number; octets: number; entries?: number },
): Result {
  const speed = (rate: number) => {
    const calls = `${rate < 100 ? rate.toFixed(1) : rate.toFixed(0)}/s`;
    if (about.entries !== undefined && about.entries > 1)
      return `${calls}, ${(rate * about.entries).toFixed(0)} entries/s`;
    return about.octets === 0 ? calls : `${calls}, ${((rate * about.octets) / 1e6).toFixed(0)} MB/s`;
  };
  const time = (milliseconds: number) => `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`;
  return {
    name,
    ours: speed(run.ours.rate),
    floor: `${speed(run.floor.rate)} ${about.floor}`,
    ratio: run.ratio,
    detail: `${about.clients} clients; p50 ${time(run.ours.p50)}, p95 ${time(run.ours.p95)}`,
  };
}

/** Prints the results and keeps them with machine and commit in `bench/results/`. */
export async function report(
  root: string,
  kept: { benchmarks: readonly string[]; results: readonly Result[]; notes: readonly string[] },
): Promise<void> {
  const head = ['| what | ours | floor | ratio | |', '|---|---|---|---|---|'];
  const rows = kept.results.map((r) => `| ${r.name} | ${r.ours} | ${r.floor} | ${r.ratio.toFixed(2)} | ${r.detail} |`);
  const text = [...head, ...rows, '', ...kept.notes].join('\n');
  process.stdout.write(`${text}\n`);
  const folder = path.join(root, 'bench', 'results');
  await mkdir(folder, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  const file = path.join(folder, `${day}-${kept.benchmarks.join('-')}.md`);
  await writeFile(file, `# ${day}, ${commitOf(root)}\n\n${machine()}\n\n${text}\n`);
  process.stdout.write(`\nkept in ${path.relative(process.cwd(), file)}\n`);
}

function commitOf(root: string): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
    const changed = git('status', '--porcelain', '--', '*.ts') === '' ? '' : ' with uncommitted changes';
    return `commit ${git('rev-parse', '--short', 'HEAD')}${changed}`;
  } catch {
    return 'outside a checkout';
  }
}

function machine(): string {
  const cores = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return `Node ${process.version}, ${cores.length} cores (${cores[0]?.model ?? 'unknown'}), ${memory}, ${os.type()} ${os.release()}`;
}
