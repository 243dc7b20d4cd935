import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { createLogger } from '../../runtime/log.ts';
import { startDomain } from '../../runtime/start-domain.ts';
import { runDemo } from '../demo/run-demo.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { configFrom } from '../find-domain.ts';
import { portBaseOption } from '../options.ts';
import { withSession } from '../session.ts';
import { stopSignal } from '../stop-signal.ts';

interface DemoOptions {
  readonly data?: string;
  readonly portBase: number;
  readonly keep?: boolean;
}

/** Adds `demo`. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('Start a domain, send a report and a CT study in at one hospital, and take them out at another.')
    .option('--data <folder>', 'data folder of the domain (default: a temporary one, removed at the end)')
    .option('--port-base <number>', 'move all ports together; 0 picks free ones', portBaseOption, 0)
    .option('--keep', 'leave the domain running until Ctrl-C')
    .action(demo);
}

async function demo(options: DemoOptions): Promise<void> {
  const stopping = stopSignal();
  const interrupted = stopping.then(() => {
    throw new CommandError('The demo was stopped before its end.', exitCodes.partial);
  });
  // It may come while the domain starts; it is looked at afterwards.
  interrupted.catch(() => undefined);
  const data = options.data ?? (await mkdtemp(path.join(tmpdir(), 'affinity-demo-')));
  const write = (text: string) => process.stdout.write(text);
  const started = performance.now();
  try {
    const config = await configFrom({ data, portBase: options.portBase });
    const domain = await startDomain(config, createLogger({ level: 'warn' })).catch((error: Error) => {
      throw new CommandError(error.message, exitCodes.unavailable);
    });
    try {
      write(`A domain of ${config.actors.length} actors runs on ${data} (${seconds(started)} to start).\n`);
      await Promise.race([withSession({ data }, (session) => runDemo(session, write)), interrupted]);
      write(`\nEvery octet came back as it went in. ${seconds(started)} in all.\n`);
      if (options.keep) {
        write(`The domain stays up: use the other commands with --data ${data}; Ctrl-C stops it.\n`);
        await stopping;
      }
    } finally {
      await domain.stop();
      write('The domain is stopped.\n');
    }
  } finally {
    if (options.data === undefined) await rm(data, { recursive: true, force: true });
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
