import type { Command } from 'commander';
import { Unavailable } from '../../runtime/unavailable.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { addressOption, choiceOption, withDomainOptions } from '../options.ts';
import { formatBytes, printJson } from '../output.ts';
import { type Progress, startProgress } from '../progress.ts';
import { withSession } from '../session.ts';
import { readJsonLines } from '../verify/json-lines.ts';

interface ReindexOptions extends DomainOptions {
  readonly registry?: string;
  readonly only?: 'rows' | 'indexes';
  readonly json?: boolean;
}

/** What was rebuilt. */
interface Rebuilt {
  rows: number;
  changed: number;
  unreadable: { entryUUID: string; reason: string }[];
  indexes: number;
  /** Octets of all indexes. */
  before: number;
  after: number;
}

/** Adds `reindex`. */
export function addReindex(program: Command): void {
  withDomainOptions(program.command('reindex'))
    .description(
      'Rebuild what a running registry finds its objects by: columns and keys from the texts, then the indexes.',
    )
    .option('--only <what>', 'rows or indexes', choiceOption(['rows', 'indexes']))
    .option('--registry <address>', 'a registry of another process: http://host:port/registry', addressOption)
    .option('--json', 'print JSON')
    .action(reindex);
}

async function reindex(options: ReindexOptions): Promise<void> {
  const rebuilt = await withSession(options, async ({ domain, agent }) => {
    const base = options.registry ?? domain.http('document-registry', '/registry/reindex').replace(/\/reindex$/, '');
    const url = new URL(`${base}/reindex`);
    for (const what of ['rows', 'indexes']) if ((options.only ?? what) === what) url.searchParams.set(what, '');
    return follow(readJsonLines(url, agent, 'POST'));
  });
  if (options.json) printJson(rebuilt);
  else print(rebuilt);
  if (rebuilt.unreadable.length === 0) return;
  throw new CommandError(
    `${rebuilt.unreadable.length} texts cannot be read; their rows were left alone.`,
    exitCodes.partial,
  );
}

/** Reads how far it is, and shows it. Throws Unavailable when it is not said to be done. */
async function follow(lines: ReturnType<typeof readJsonLines>): Promise<Rebuilt> {
  const rebuilt: Rebuilt = { rows: 0, changed: 0, unreadable: [], indexes: 0, before: 0, after: 0 };
  let bar: Progress | undefined;
  const begin = (what: string, steps: number) => {
    bar?.done();
    bar = startProgress(what, steps);
  };
  for await (const line of lines) {
    if ('total' in line) begin('rows', Number(line.total));
    if ('indexes' in line) begin('indexes', Number(line.indexes));
    if ('looked' in line) {
      rebuilt.rows += Number(line.looked);
      rebuilt.changed += Number(line.changed);
      bar?.advance(Number(line.looked));
    }
    if ('unreadable' in line) {
      rebuilt.unreadable.push({ entryUUID: String(line.unreadable), reason: String(line.reason) });
    }
    if ('index' in line) {
      rebuilt.indexes++;
      rebuilt.before += Number(line.before);
      rebuilt.after += Number(line.after);
      bar?.advance();
    }
    if ('done' in line) {
      bar?.done();
      return rebuilt;
    }
  }
  throw new Unavailable('The registry ended before it was done. Run the command again: what is right stays as it is.');
}

function print({ rows, changed, indexes, before, after }: Rebuilt): void {
  process.stdout.write(
    `${rows} rows looked at, ${changed} corrected. ` +
      `${indexes} indexes rebuilt: ${formatBytes(before)} before, ${formatBytes(after)} now.\n`,
  );
}
