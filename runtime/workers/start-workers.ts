import cluster from 'node:cluster';
import { claimDomain, publishDomain, type RunningDomain, undoable } from '../domain-frame.ts';
import type { DomainHealth } from '../domain-index.ts';
import type { Logger } from '../log.ts';
import { portsOf, withKnownPorts } from '../ports.ts';
import type { Config } from '../read-config.ts';
import { type KeptWorker, keepWorker } from './kept-worker.ts';
import type { ToWorker } from './messages.ts';

/**
 * Starts a domain whose actors run in `count` processes that share the listening ports: the actors that scale in all of
 * them, the others in the first. This process owns data folder, database, index and health, and starts a worker that
 * ends by itself again. Workers run `entry` with `args`, which must come to `runWorker`.
 *
 * Throws as startDomain does.
 */
export function startWorkers(options: {
  config: Config;
  log: Logger;
  count: number;
  entry: string;
  args: readonly string[];
}): Promise<RunningDomain> {
  const { log, count } = options;
  return undoable(async (undo) => {
    const databaseUrl = await claimDomain({ config: options.config, log, processes: count }, undo);
    const config = await withKnownPorts(options.config);
    const ports = Object.fromEntries(
      config.actors.map((configured) => [configured.actor.name, portsOf(configured, config.listen)]),
    );
    cluster.setupPrimary({ exec: options.entry, args: [...options.args], serialization: 'json' });
    const workers: KeptWorker[] = [];
    undo.push(() => Promise.all(workers.map((worker) => worker.stop())));
    for (let slot = 1; slot <= count; slot++) {
      const start: ToWorker = { kind: 'start', slot, databaseUrl, ports };
      workers.push(await keepWorker({ start, log: log.child({ worker: slot }) }));
    }
    const endpoints = workers[0]!.endpoints;
    for (const worker of workers) worker.tell({ kind: 'endpoints', endpoints });
    const names = config.actors.map(({ actor }) => actor.name);
    const health = () => healthOf(workers, names);
    const state = await publishDomain({ config, log, endpoints, health }, undo);
    return { state, databaseUrl };
  });
}

/** An actor works when a worker says so and none says otherwise; one that is being started again says nothing. */
async function healthOf(workers: readonly KeptWorker[], names: readonly string[]): Promise<DomainHealth> {
  const answers = await Promise.all(workers.map((worker) => worker.health()));
  const actors = names.map((name) => {
    const said = answers.flatMap((answer) => (answer !== undefined && name in answer ? [answer[name]!] : []));
    return [name, said.length > 0 && said.every(Boolean)] as const;
  });
  return {
    actors: Object.fromEntries(actors),
    workers: workers.map((worker, i) => ({ pid: worker.pid(), ready: answers[i] !== undefined })),
  };
}
