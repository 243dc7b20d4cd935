import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { feedPatient } from '../actors/patient-identity-source/feed-request.ts';
import { configFrom } from '../cli/find-domain.ts';
import type { DomainState } from '../runtime/domain-state.ts';
import { createLogger } from '../runtime/log.ts';
import { openPeers, type Peers } from '../runtime/peers.ts';
import { formatCx } from '../schemas/datatypes/cx.ts';
import type { RegistryResponse } from '../schemas/ebrs/messages.ts';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';
import { patientIdentityFeed } from '../transactions/iti-8-patient-identity-feed/transaction.ts';
import { type Child, startChild } from './child.ts';
import type { ReadyDomain } from './domain-child.ts';

/** How long and how hard. */
export interface Effort {
  readonly clients: number;
  readonly seconds: number;
  readonly rounds: number;
}

/** What every benchmark needs: connections, a place for files, and processes that end with it. */
export interface World extends Effort {
  readonly folder: string;
  readonly peers: Peers;
  readonly codeSets: CodeSets;
  /** A domain of all actors in a process of its own: started when first asked for, the same one from then on. */
  wholeDomain(): Promise<Child<ReadyDomain>>;
  /**
   * Some actors in a process of their own, on a data folder, database and free ports of their own; `actors` is the
   * section of the configuration file that lists them, `more` whatever else stands in it.
   */
  startDomain(
    name: string,
    actors: Readonly<Record<string, unknown>>,
    more?: Readonly<Record<string, unknown>>,
  ): Promise<Child<ReadyDomain>>;
  /** A process that runs plain SQL on a database over so many connections: see floor-query-child.ts. */
  startFloorQuery(databaseUrl: string, connections: number): Promise<Child<unknown>>;
  /** A process that inserts what one submission of the first patient left: see floor-register-child.ts. */
  startFloorRegister(databaseUrl: string, connections: number, patients: readonly string[]): Promise<Child<unknown>>;
  /** A bare HTTP server in a process of its own that stores what it is sent in `folder`. */
  startFloor(folder: string): Promise<Child<{ port: number }>>;
}

/** Runs `work` in a fresh world and takes it down afterwards, whatever happens; Ctrl-C included. */
export async function withWorld<T>(effort: Effort, work: (world: World) => Promise<T>): Promise<T> {
  const undo: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      for (const step of undo.reverse()) await step();
    })();
    return stopping;
  };
  const interrupted = () => void stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  try {
    return await work(await openWorld(effort, undo));
  } finally {
    await stop();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted);
  }
}

async function openWorld(effort: Effort, undo: (() => Promise<unknown>)[]): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'affinity-bench-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const { domain } = await configFrom({ data: folder });
  const start = async <T>(module: string, args: readonly string[]) => {
    const starting = startChild<T>(module, args);
    // Also when it is interrupted before it is ready; that it failed is told where it is awaited.
    undo.push(() => starting.then((child) => child.stop()).catch(() => undefined));
    return starting;
  };
  const peers = openPeers({ log: createLogger({ level: 'warn' }), audit: () => undefined });
  undo.push(() => peers.close());
  let whole: Promise<Child<ReadyDomain>> | undefined;
  return {
    ...effort,
    folder,
    peers,
    codeSets: domain.codeSets,
    wholeDomain: () => {
      whole ??= start<ReadyDomain>('./domain-child', [path.join(folder, 'whole')]);
      return whole;
    },
    startDomain: async (name, actors, more = {}) => {
      const file = path.join(folder, `${name}.yaml`);
      await writeFile(file, JSON.stringify({ ...more, actors }));
      return start<ReadyDomain>('./domain-child', [path.join(folder, name), file]);
    },
    startFloorQuery: (databaseUrl, connections) => start('./floor-query-child', [databaseUrl, String(connections)]),
    startFloorRegister: (databaseUrl, connections, patients) =>
      start('./floor-register-child', [databaseUrl, String(connections), ...patients]),
    startFloor: (place) => start('./floor-http-child', [place]),
  };
}

/** The address of the actor that serves a transaction in a running domain. */
export function addressIn(state: DomainState, actor: string, transaction: string): string {
  const found = state.endpoints.find((e) => e.actor === actor && e.transactions.includes(transaction));
  if (found === undefined) throw new Error(`No ${actor} serves ${transaction}.`);
  return found.url;
}

/** Makes patients known to the registry of a domain and gives their ids (CX). */
export async function feedPatients(peers: Peers, state: DomainState, count: number): Promise<string[]> {
  const { assigningAuthority } = state;
  const call = peers.call(patientIdentityFeed, addressIn(state, 'document-registry', patientIdentityFeed.id));
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = `BENCH-${randomUUID().slice(0, 8)}`;
    const answer = await feedPatient(
      {
        trigger: 'A04',
        identifiers: [{ id, authority: { ...assigningAuthority, type: 'ISO' } }],
        name: { family: 'Bench', given: String(i) },
      },
      { sender: { application: 'BENCH', facility: 'BENCH' }, call, now: () => new Date(), newUUID: () => randomUUID() },
    );
    if (answer.code !== 'AA') throw new Error(`The feed was answered ${answer.code}.`);
    ids.push(formatCx({ id, authority: assigningAuthority.oid }));
  }
  return ids;
}

/** Throws when a benchmark's call was refused: a rate of refusals is no rate. */
export function accepted(answer: RegistryResponse): void {
  if (answer.status === 'Success') return;
  throw new Error(answer.errors.map((error) => `${error.errorCode}: ${error.codeContext}`).join('; '));
}
