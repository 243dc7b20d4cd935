import cluster from 'node:cluster';
import { configFrom } from '../cli/find-domain.ts';
import type { RunningDomain } from '../runtime/domain-frame.ts';
import type { DomainState } from '../runtime/domain-state.ts';
import { createLogger } from '../runtime/log.ts';
import type { Config } from '../runtime/read-config.ts';
import { startDomain } from '../runtime/start-domain.ts';
import { runWorker } from '../runtime/workers/run-worker.ts';
import { startWorkers } from '../runtime/workers/start-workers.ts';
import { untilParentEnds } from './until-parent-ends.ts';

/** What a measured domain says when it is ready. */
export interface ReadyDomain {
  readonly state: DomainState;
  readonly databaseUrl: string;
}

const args = process.argv.slice(2) as [string, string | undefined];
const [data, file] = args;
const log = createLogger({ level: 'warn' });
const settings = configFrom({ data, portBase: 0, ...(file === undefined ? {} : { config: file }) });

function start(config: Config): Promise<RunningDomain> {
  if (config.workers === 1) return startDomain(config, log);
  const entry = process.argv[1]!;
  return startWorkers({ config, log, count: config.workers, entry, args: args.filter((arg) => arg !== undefined) });
}

if (cluster.isWorker) {
  // A Ctrl-C of the terminal is left to the process that was started first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  await runWorker(await settings, log);
} else {
  const starting = settings.then(start);
  untilParentEnds(async () => (await starting).stop());
  const { state, databaseUrl } = await starting;
  if (process.connected) process.send!({ state, databaseUrl } satisfies ReadyDomain);
}
