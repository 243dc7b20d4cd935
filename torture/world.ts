import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { endProcess, forkModule, startAffinity } from './child.ts';
import type { PostgresAnswer } from './postgres-child.ts';

/** What can be killed. */
export type Victim = 'registry' | 'repository' | 'postgresql';
/** Every one of them. */
export const victims: readonly Victim[] = ['registry', 'repository', 'postgresql'];

/** Where the services of one world are. */
export interface Addresses {
  readonly registry: string;
  readonly repository: string;
  readonly imaging: string;
  /** MLLP of the registry: its patients come from here. */
  readonly feed: string;
}

/** Registry, repository, imaging source and PostgreSQL, each a process of its own, talking over sockets. */
export interface World extends AsyncDisposable {
  readonly addresses: Addresses;
  /** kill -9. */
  kill(victim: Victim): Promise<void>;
  /** Starts again what was killed; PostgreSQL is by its keeper. Resolves when it listens. */
  start(victim: Victim): Promise<void>;
}

type Service = 'registry' | 'repository' | 'imaging';

/** Starts one below a folder that is empty. */
export async function startWorld(folder: string): Promise<World> {
  const [registry, feed, repository, imaging] = (await freePorts(4)) as [number, number, number, number];
  const at = (port: number, resource: string) => `http://127.0.0.1:${port}/${resource}`;
  const addresses: Addresses = {
    registry: at(registry, 'registry'),
    repository: at(repository, 'repository'),
    imaging: at(imaging, 'imaging'),
    feed: `mllp://127.0.0.1:${feed}`,
  };
  const postgres = forkModule('./postgres-child', [path.join(folder, 'postgres')]);
  const { url } = (await answerOf(postgres)) as { url: string };
  const actors: Record<Service, string> = {
    registry: `document-registry: { port: ${registry}, mllpPort: ${feed} }`,
    repository: `document-repository: { port: ${repository}, registry: '${addresses.registry}', retryWindowSeconds: 1, sweepIntervalSeconds: 1 }`,
    imaging: `imaging-document-source: { port: ${imaging}, repository: '${addresses.repository}' }`,
  };
  const running = new Map<Service, ChildProcess>();
  const start = async (service: Service) => {
    const args = ['--config', path.join(folder, `${service}.yaml`), '--data', path.join(folder, service)];
    running.set(service, await startAffinity(args));
  };
  await mkdir(folder, { recursive: true });
  for (const [service, actor] of Object.entries(actors)) {
    await writeFile(path.join(folder, `${service}.yaml`), `database: { url: '${url}' }\nactors:\n  ${actor}\n`);
  }
  await Promise.all((Object.keys(actors) as Service[]).map(start));
  return {
    addresses,
    kill: async (victim) => {
      if (victim === 'postgresql') return killServer(postgres);
      await endProcess(running.get(victim)!, 'SIGKILL');
    },
    start: async (victim) => {
      if (victim !== 'postgresql') await start(victim);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((child) => endProcess(child, 'SIGTERM')));
      const gone = once(postgres, 'exit');
      if (postgres.connected) postgres.disconnect();
      await gone;
    },
  };
}

/** The next thing the process says. */
async function answerOf(postgres: ChildProcess): Promise<PostgresAnswer> {
  const heard = new AbortController();
  const { signal } = heard;
  const ended = once(postgres, 'exit', { signal }).then(() => {
    throw new Error('The process that keeps PostgreSQL running has ended.');
  });
  const [answer] = (await Promise.race([once(postgres, 'message', { signal }), ended])) as [PostgresAnswer];
  ended.catch(() => undefined);
  heard.abort();
  return answer;
}

async function killServer(postgres: ChildProcess): Promise<void> {
  const answer = answerOf(postgres);
  postgres.send('pid');
  const { pid } = (await answer) as { pid: number };
  process.kill(pid, 'SIGKILL');
}

/** Ports nobody listens on now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
