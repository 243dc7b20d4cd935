import path from 'node:path';
import type { Undo } from './actor-group.ts';
import { answerIndex, type DomainHealth } from './domain-index.ts';
import { lockDataFolder } from './domain-lock.ts';
import { type DomainState, type Endpoint, removeDomainState, writeDomainState } from './domain-state.ts';
import { listenHttp } from './http/listen.ts';
import type { Logger } from './log.ts';
import type { Config } from './read-config.ts';
import { startEmbeddedPostgres } from './sql/embedded.ts';
import { refuseUnfinishedRestore } from './unfinished-restore.ts';

/** Connections of the embedded PostgreSQL beside those of the actors: for migrations, backups and the operator. */
const connectionsKept = 20;

/** A domain that answers. */
export interface RunningDomain {
  readonly state: DomainState;
  /** Where its PostgreSQL is: for benchmarks and tools of the operator. */
  readonly databaseUrl: string;
  /** Stops listeners, actors and database, in this order; running requests get a grace time. */
  stop(): Promise<void>;
}

/** Runs `start` with a list of what to undo; a start that fails undoes what was done, one that succeeds does so at `stop`. */
export async function undoable<T>(start: (undo: Undo) => Promise<T>): Promise<T & { stop(): Promise<void> }> {
  const undo: Undo = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Claims the data folder and has the database running; gives its URL. `processes` will open connections to it. */
export async function claimDomain(
  { config, log, processes }: { config: Config; log: Logger; processes: number },
  undo: Undo,
): Promise<string> {
  const lock = await lockDataFolder(config.dataFolder);
  undo.push(() => lock.release());
  await refuseUnfinishedRestore(config.dataFolder);
  if (config.database.url !== undefined) return config.database.url;
  const dataFolder = path.join(config.dataFolder, 'postgres');
  const connections = connectionsKept + processes * config.actors.length * config.database.connections;
  const server = await startEmbeddedPostgres({ dataFolder, connections, log });
  undo.push(() => server.stop());
  return server.url;
}

/** Answers the domain index, and says in the data folder where everything listens. */
export async function publishDomain(
  { config, log, endpoints, health }: PublishedDomain,
  undo: Undo,
): Promise<DomainState> {
  let state: DomainState | undefined;
  const index = await listenHttp({
    host: config.listen.host,
    port: config.listen.portBase,
    log,
    soap: new Map(),
    routes: new Map([['/', answerIndex({ state: () => state!, health })]]),
  });
  undo.push(() => index.close());
  const { homeCommunityId } = config.domain;
  state = {
    name: config.domain.name,
    pid: process.pid,
    startedAt: new Date().toISOString(),
    assigningAuthority: config.domain.assigningAuthority,
    ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
    ...(config.file === undefined ? {} : { configFile: config.file }),
    index: index.url,
    endpoints,
  };
  await writeDomainState(config.dataFolder, state);
  undo.push(() => removeDomainState(config.dataFolder));
  return state;
}

/** What a domain says of itself. */
export interface PublishedDomain {
  readonly config: Config;
  readonly log: Logger;
  readonly endpoints: readonly Endpoint[];
  readonly health: () => Promise<DomainHealth>;
}
