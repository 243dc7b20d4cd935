import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ActorListeners, createActorHost, type HostParts } from './actor-host.ts';
import { openAuditSpool } from './audit/spool.ts';
import { answerIndex } from './domain-index.ts';
import { type DomainLock, lockDataFolder } from './domain-lock.ts';
import { type DomainState, type Endpoint, removeDomainState, writeDomainState } from './domain-state.ts';
import type { RunningActor } from './host.ts';
import { listenHttp } from './http/listen.ts';
import type { Logger } from './log.ts';
import { openPeers } from './peers.ts';
import type { Config, ConfiguredActor } from './read-config.ts';
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

/**
 * Starts every configured actor on one data folder and answers when all of them listen.
 *
 * Throws when the folder is in use, a port is taken, the database does not start, or an actor serves or calls other
 * transactions than it declares; whatever was started by then is stopped again.
 */
export async function startDomain(config: Config, log: Logger): Promise<RunningDomain> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return await start(config, log, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  log: Logger,
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RunningDomain> {
  const lock: DomainLock = await lockDataFolder(config.dataFolder);
  undo.push(() => lock.release());
  await refuseUnfinishedRestore(config.dataFolder);
  const databaseUrl = await database(config, log, undo);
  const audit = await openAuditSpool({
    folder: path.join(config.dataFolder, 'audit'),
    source: {
      auditSourceId: config.audit.sourceId,
      ...(config.audit.enterpriseSiteId === undefined ? {} : { enterpriseSiteId: config.audit.enterpriseSiteId }),
    },
    log,
  });
  undo.push(() => audit.close());
  const tls = config.listen.tls === undefined ? undefined : await readTls(config.listen.tls);
  const listeners = new Map<string, ActorListeners>();
  const peers = openPeers({
    log,
    audit: audit.record,
    local: (name) => listeners.get(name),
    ...(tls === undefined ? {} : { tls }),
  });
  undo.push(() => peers.close());
  const parts: HostParts = {
    config,
    log,
    audit: audit.record,
    databaseUrl,
    peers,
    ...(tls === undefined ? {} : { tls }),
  };
  const running = new Map<string, RunningActor>();
  for (const configured of config.actors) {
    const started = await startActor(configured, parts, undo);
    listeners.set(configured.actor.name, started.listeners);
    running.set(configured.actor.name, started.actor);
  }
  const endpoints: Endpoint[] = [];
  for (const actor of listeners.values()) {
    endpoints.push(...(await actor.listen()));
    undo.push(() => actor.close());
  }
  const state = await publishState({ config, endpoints, running, log }, undo);
  return { state, databaseUrl, stop };
}

async function database(config: Config, log: Logger, undo: (() => Promise<unknown>)[]): Promise<string> {
  if (config.database.url !== undefined) return config.database.url;
  const dataFolder = path.join(config.dataFolder, 'postgres');
  const connections = connectionsKept + config.actors.length * config.database.connections;
  const server = await startEmbeddedPostgres({ dataFolder, connections, log });
  undo.push(() => server.stop());
  return server.url;
}

async function readTls(files: { cert: string; key: string; ca?: string }) {
  const [cert, key] = await Promise.all([readFile(files.cert), readFile(files.key)]);
  return { cert, key, ...(files.ca === undefined ? {} : { ca: await readFile(files.ca) }) };
}

async function startActor(configured: ConfiguredActor, parts: HostParts, undo: (() => Promise<unknown>)[]) {
  const { actor, settings } = configured;
  const { host, listeners, served, called, close } = createActorHost(configured, parts);
  undo.push(close);
  const running = await actor.start(settings, host);
  undo.push(async () => running[Symbol.asyncDispose]());
  sameTransactions(`${actor.name} serves`, actor.serves, served);
  sameTransactions(`${actor.name} calls`, actor.calls, called);
  return { listeners, actor: running };
}

/** A declaration that says something else than what was bound is a bug: documents are printed from it. */
function sameTransactions(what: string, declared: readonly { id: string }[], bound: ReadonlySet<string>): void {
  const ids = new Set(declared.map(({ id }) => id));
  const missing = [...ids].filter((id) => !bound.has(id));
  const undeclared = [...bound].filter((id) => !ids.has(id));
  if (missing.length === 0 && undeclared.length === 0) return;
  throw new Error(`${what}: declared but not bound [${missing}], bound but not declared [${undeclared}].`);
}

interface Started {
  readonly config: Config;
  readonly endpoints: readonly Endpoint[];
  readonly running: ReadonlyMap<string, RunningActor>;
  readonly log: Logger;
}

async function publishState(
  { config, endpoints, running, log }: Started,
  undo: (() => Promise<unknown>)[],
): Promise<DomainState> {
  let state: DomainState | undefined;
  const index = await listenHttp({
    host: config.listen.host,
    port: config.listen.portBase,
    log,
    soap: new Map(),
    routes: new Map([
      [
        '/',
        answerIndex({
          state: () => state!,
          ready: async () =>
            Object.fromEntries(
              await Promise.all([...running].map(async ([name, actor]) => [name, await actor.ready()])),
            ),
        }),
      ],
    ]),
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
