import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from '../log.ts';
import { embeddedBinaries } from './embedded-binaries.ts';
import { collectOutput, nobody, openCluster, type Place } from './embedded-cluster.ts';
import { clearLeftover, holderOf } from './embedded-leftover.ts';

/** A PostgreSQL server that belongs to this process. */
export interface EmbeddedPostgres {
  /** Connection URL over a private unix socket; the same as long as this process keeps the server. */
  readonly url: string;
  /** Of the server that runs now. */
  readonly pid: number;
  /** Stops the server after running transactions are rolled back; resolves when it is gone. */
  stop(): Promise<void>;
}

/** How to start one. */
export interface EmbeddedOptions {
  /** Folder of the cluster; created when absent. */
  readonly dataFolder: string;
  /** Connections the server takes; 200 unless given. */
  readonly connections?: number;
  /** Told when the server ends by itself and when it is back. */
  readonly log?: Logger;
}

/** Settings that differ from PostgreSQL's defaults; durability stays on. */
const settings = {
  listen_addresses: '',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  log_min_messages: 'warning',
  // The server sits on the same machine as its only users; parallel plans cost more than they bring here.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
} as const;

const defaultConnections = 200;

/** Waits between two attempts to start a server that ended by itself, in milliseconds: doubled up to the longest. */
const backOff = { first: 50, longest: 5000 } as const;

/**
 * Starts the embedded PostgreSQL in `dataFolder` and waits until it answers.
 *
 * A server or lock that a killed process left behind is cleared first. As root the server runs as `nobody`, also below
 * folders that only root may enter. Throws with the server's own words when it does not start. A server that ends later
 * without having been stopped is started again, as often as it takes, on the same data and the same socket.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const asNobody = process.getuid?.() === 0;
  const binaries = await embeddedBinaries(asNobody);
  const folder = path.resolve(options.dataFolder);
  const usedSocketFolder = await clearLeftover(folder);
  if (usedSocketFolder?.includes('affinity-pg-')) await rm(usedSocketFolder, { recursive: true, force: true });
  const place = await openCluster(binaries, folder, asNobody);
  const socketFolder = await mkdtemp(path.join(tmpdir(), 'affinity-pg-'));
  if (asNobody) await chown(socketFolder, nobody, nobody);
  const connections = options.connections ?? defaultConnections;
  const launched = () => launch({ binaries, place, socketFolder, connections });
  const cleared = () => clearOwn(folder, socketFolder);
  const server = await supervise(launched, cleared, options.log);
  return {
    url: urlOf(socketFolder),
    get pid() {
      return server.pid();
    },
    stop: async () => {
      await server.stop();
      await rm(socketFolder, { recursive: true, force: true });
    },
  };
}

/** The URL of the server that runs on a cluster, started by whichever process; undefined when none does. */
export async function findEmbeddedPostgres(dataFolder: string): Promise<string | undefined> {
  const holder = await holderOf(path.resolve(dataFolder));
  return holder === undefined ? undefined : urlOf(holder.socketFolder);
}

/** Another process started a server on this cluster: it is theirs now. */
class TakenOver extends Error {}

/** Clears what a server of this process left. */
async function clearOwn(folder: string, socketFolder: string): Promise<void> {
  const holder = await holderOf(folder);
  if (holder !== undefined && holder.socketFolder !== socketFolder) {
    throw new TakenOver(`Another process (${holder.pid}) runs a server on ${folder}.`);
  }
  await clearLeftover(folder);
  for (const left of await readdir(socketFolder)) await rm(path.join(socketFolder, left), { force: true });
}

function urlOf(socketFolder: string): string {
  return `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(socketFolder)}`;
}

interface Supervised {
  pid(): number;
  stop(): Promise<void>;
}

/** Keeps one server running from now until `stop`; throws when it does not start the first time. */
async function supervise(
  launched: () => Promise<ChildProcess>,
  clear: () => Promise<void>,
  log: Logger | undefined,
): Promise<Supervised> {
  const stopping = new AbortController();
  let server = await launched();
  let watching: Promise<void> = Promise.resolve();
  const watch = () => {
    watching = exitOf(server).then((how) => (stopping.signal.aborted ? undefined : startAgain(how)));
  };
  const startAgain = async (how: string) => {
    log?.error({ how }, 'the embedded PostgreSQL ended by itself; it is started again');
    for (let wait: number = backOff.first; !stopping.signal.aborted; wait = Math.min(2 * wait, backOff.longest)) {
      try {
        await clear();
        server = await launched();
        log?.info({ pid: server.pid }, 'the embedded PostgreSQL is back');
        return watch();
      } catch (error) {
        log?.error({ err: error }, 'the embedded PostgreSQL could not be started again');
        if (error instanceof TakenOver) return;
        await pause(wait, stopping.signal);
      }
    }
  };
  watch();
  return {
    pid: () => server.pid!,
    stop: async () => {
      stopping.abort();
      await endProcess(server);
      // A start that was under way when the stop came.
      await watching;
      await endProcess(server);
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function launch(options: {
  binaries: string;
  place: Place;
  socketFolder: string;
  connections: number;
}): Promise<ChildProcess> {
  const { binaries, place, socketFolder, connections } = options;
  const args = ['-D', place.argument, '-k', socketFolder, '-c', `max_connections=${connections}`];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = spawn(path.join(binaries, 'postgres'), args, {
    ...place.options,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: a Ctrl-C is for this process, which still needs the server to end its requests in order.
    detached: true,
  });
  const said = collectOutput(child);
  let exited: string | undefined;
  void exitOf(child).then((how) => {
    exited = how;
  });
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (exited !== undefined) throw new Error(`PostgreSQL did not start (${exited}) in ${place.folder}: ${said()}`);
    if (await isReady(place.folder)) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await endProcess(child);
  throw new Error(`PostgreSQL did not become ready within 60 s in ${place.folder}: ${said()}`);
}

/** Resolves when a program has ended, or could not be started, with how. */
function exitOf(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve(`exit ${child.exitCode ?? child.signalCode}`);
  }
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal}`));
    child.once('error', (error) => resolve(error.message));
  });
}

/** The server writes its state into the eighth line of its pid file. */
async function isReady(folder: string): Promise<boolean> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n')[7]?.trim() === 'ready';
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  const hard = setTimeout(() => child.kill('SIGQUIT'), 20_000);
  await gone;
  clearTimeout(hard);
}
