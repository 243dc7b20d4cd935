import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ActorListeners, createActorHost, type HostParts } from './actor-host.ts';
import { openAuditSpool } from './audit/spool.ts';
import type { Endpoint } from './domain-state.ts';
import type { RunningActor } from './host.ts';
import type { Logger } from './log.ts';
import { openPeers } from './peers.ts';
import type { Config, ConfiguredActor } from './read-config.ts';

/** What has to be undone at the end, in the order it was done. */
export type Undo = (() => Promise<unknown>)[];

/** The actors of one process. */
export interface ActorGroup {
  readonly endpoints: readonly Endpoint[];
  /** Whether each actor can work now. */
  ready(): Promise<Readonly<Record<string, boolean>>>;
}

/** What a group of actors is started with. */
export interface GroupOptions {
  readonly config: Config;
  /** Those of them that this process runs. */
  readonly actors: readonly ConfiguredActor[];
  readonly log: Logger;
  readonly databaseUrl: string;
  /** Where this process spools its audit messages; no other writes there. */
  readonly auditFolder: string;
  /** Address of an actor of the same domain that another process runs. */
  readonly elsewhere?: (actor: string, transaction: string) => string | undefined;
}

/** Starts actors and answers when all of them listen. Throws when one does not; `undo` then takes back what was done. */
export async function startActors(options: GroupOptions, undo: Undo): Promise<ActorGroup> {
  const { config, log, databaseUrl } = options;
  const { sourceId: auditSourceId, enterpriseSiteId } = config.audit;
  const source = { auditSourceId, ...(enterpriseSiteId === undefined ? {} : { enterpriseSiteId }) };
  const audit = await openAuditSpool({ folder: options.auditFolder, source, log });
  undo.push(() => audit.close());
  const tls = config.listen.tls === undefined ? {} : { tls: await readTls(config.listen.tls) };
  const listeners = new Map<string, ActorListeners>();
  const peers = openPeers({
    log,
    audit: audit.record,
    local: (name) => listeners.get(name),
    ...(options.elsewhere === undefined ? {} : { elsewhere: options.elsewhere }),
    ...tls,
  });
  undo.push(() => peers.close());
  const parts: HostParts = { config, log, audit: audit.record, databaseUrl, peers, ...tls };
  const running = new Map<string, RunningActor>();
  for (const configured of options.actors) {
    const started = await startActor(configured, parts, undo);
    listeners.set(configured.actor.name, started.listeners);
    running.set(configured.actor.name, started.actor);
  }
  const endpoints: Endpoint[] = [];
  for (const actor of listeners.values()) {
    // Of two ports one may be free and the other not.
    undo.push(() => actor.close());
    endpoints.push(...(await actor.listen()));
  }
  return { endpoints, ready: () => readiness(running) };
}

/** Where a domain's audit messages are spooled. */
export function auditFolderOf({ dataFolder }: Config): string {
  return path.join(dataFolder, 'audit');
}

async function readiness(running: ReadonlyMap<string, RunningActor>): Promise<Readonly<Record<string, boolean>>> {
  return Object.fromEntries(await Promise.all([...running].map(async ([name, actor]) => [name, await actor.ready()])));
}

async function readTls(files: { cert: string; key: string; ca?: string }) {
  const [cert, key] = await Promise.all([readFile(files.cert), readFile(files.key)]);
  return { cert, key, ...(files.ca === undefined ? {} : { ca: await readFile(files.ca) }) };
}

async function startActor(configured: ConfiguredActor, parts: HostParts, undo: Undo) {
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
