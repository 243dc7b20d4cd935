import cluster from 'node:cluster';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { logLevels } from '../../runtime/config.ts';
import type { RunningDomain } from '../../runtime/domain-frame.ts';
import { isFileError } from '../../runtime/file-error.ts';
import { createLogger } from '../../runtime/log.ts';
import { portsOf } from '../../runtime/ports.ts';
import { startDomain } from '../../runtime/start-domain.ts';
import { runWorker } from '../../runtime/workers/run-worker.ts';
import { startWorkers } from '../../runtime/workers/start-workers.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { configFrom, type DomainOptions, findDomain } from '../find-domain.ts';
import { choiceOption, numberOption, portBaseOption, withDomainOptions } from '../options.ts';
import { printJson, printTable } from '../output.ts';
import { stopSignal } from '../stop-signal.ts';

interface StartOptions extends DomainOptions {
  readonly portBase?: number;
  readonly logLevel?: string;
  readonly workers?: number;
}

/** Adds `start`, `endpoints` and `check-config`. */
export function addDomainCommands(program: Command): void {
  withDomainOptions(program.command('start'))
    .description('Start every actor of a domain and run until stopped (Ctrl-C or SIGTERM).')
    .option('--port-base <number>', 'move all default ports together; 0 picks free ones', portBaseOption)
    .option('--workers <number>', 'processes that share the ports (default: 1)', numberOption(1, 64))
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', choiceOption(logLevels))
    .action(start);
  withDomainOptions(program.command('endpoints'))
    .description('Say where a running domain listens.')
    .option('--json', 'print JSON')
    .action(endpoints);
  program
    .command('check-config')
    .argument('<file>', 'the configuration file')
    .description('Check a configuration file and show what it would start.')
    .option('--json', 'print JSON')
    .action(checkConfig);
}

async function start(options: StartOptions): Promise<void> {
  const config = await configFrom(options);
  const log = createLogger({ level: config.logLevel });
  const stopping = stopSignal();
  // A signal of the terminal reaches the workers, too; they wait for the word of the first process.
  if (cluster.isWorker) return runWorker(config, log);
  const started =
    config.workers === 1
      ? startDomain(config, log)
      : startWorkers({ config, log, count: config.workers, entry: process.argv[1]!, args: process.argv.slice(2) });
  const domain = await started.catch((error: Error) => {
    if (isFileError(error)) throw error;
    const hint = error.message.startsWith('Port ') ? ' --port-base N moves all ports of a domain together.' : '';
    throw new CommandError(error.message + hint, exitCodes.unavailable);
  });
  printEndpoints(domain);
  process.stdout.write(`\nThe domain runs on ${config.dataFolder}. Stop it with Ctrl-C.\n`);
  await stopping;
  process.stdout.write('Stopping …\n');
  await domain.stop();
  process.stdout.write('Stopped.\n');
}

function printEndpoints({ state }: Pick<RunningDomain, 'state'>): void {
  const rows = state.endpoints.map((e) => [e.actor, e.url, e.transactions.join(', ') || 'management']);
  printTable(['actor', 'address', 'transactions'], [['domain index', state.index, ''], ...rows]);
}

async function endpoints(options: DomainOptions & { json?: boolean }): Promise<void> {
  const { state } = await findDomain(options);
  if (options.json) printJson(state);
  else printEndpoints({ state });
}

async function checkConfig(file: string, options: { json?: boolean }): Promise<void> {
  const config = await configFrom({ config: file });
  const actors = config.actors.map((configured) => {
    const { actor, settings, mllpPort } = configured;
    const { http, mllp } = portsOf(configured, config.listen);
    const listens = actor.ports.mllp !== undefined || mllpPort !== undefined;
    return { actor: actor.name, port: http, ...(listens ? { mllpPort: mllp } : {}), settings };
  });
  const shown = {
    domain: { name: config.domain.name, assigningAuthority: config.domain.assigningAuthority },
    dataFolder: config.dataFolder,
    database: config.database.url === undefined ? 'embedded' : 'external',
    documents: config.documents.storage,
    host: config.listen.host,
    tls: config.listen.tls !== undefined,
    workers: config.workers,
    actors,
  };
  if (options.json) return printJson(shown);
  process.stdout.write(`${file} is good. It starts on ${shown.dataFolder} with the ${shown.database} database:\n\n`);
  printTable(
    ['actor', 'HTTP', 'MLLP'],
    actors.map((a) => [a.actor, String(a.port), String(a.mllpPort ?? '')]),
  );
  const settingsByActor = Object.fromEntries(actors.map((a) => [a.actor, a.settings]));
  process.stdout.write(`\nSettings, defaults filled in:\n\n${stringify(settingsByActor, { lineWidth: 0 })}`);
}
