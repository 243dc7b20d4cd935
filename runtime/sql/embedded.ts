import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embeddedBinaries } from './embedded-binaries.ts';

/** A PostgreSQL server that belongs to this process. */
export interface EmbeddedPostgres {
  /** Connection URL over a private unix socket. */
  readonly url: string;
  readonly pid: number;
  /** Stops the server after running transactions are rolled back; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Settings that differ from PostgreSQL's defaults; durability stays on. */
const settings = {
  listen_addresses: '',
  shared_buffers: '128MB',
  max_connections: '200',
  max_wal_size: '2GB',
  log_min_messages: 'warning',
  // The server sits on the same machine as its only users; parallel plans cost more than they bring here.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
} as const;

/** `nobody`: an account every Linux has; the server refuses to run as root. */
const nobody = 65534;

interface Place {
  readonly folder: string;
  /** What the server is told: an absolute path, or its own working directory where it could not walk to it. */
  readonly argument: string;
  readonly options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly uid?: number;
    readonly gid?: number;
  };
}

/**
 * Starts the embedded PostgreSQL in `dataFolder` (created when absent) and waits until it answers.
 *
 * A server or lock that a killed process left behind is cleared first. As root the server runs as `nobody`, also below
 * folders that only root may enter. Throws with the server's own words when it does not start.
 */
export async function startEmbeddedPostgres(options: { dataFolder: string }): Promise<EmbeddedPostgres> {
  const asNobody = process.getuid?.() === 0;
  const binaries = await embeddedBinaries(asNobody);
  const folder = path.resolve(options.dataFolder);
  await clearLeftover(folder);
  if ((await version(folder)) === undefined) await initialise(binaries, folder, asNobody);
  const place = await prepare(folder, asNobody);
  const socketFolder = await mkdtemp(path.join(tmpdir(), 'affinity-pg-'));
  if (asNobody) await chown(socketFolder, nobody, nobody);
  const server = await launch(binaries, place, socketFolder);
  return {
    url: `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(socketFolder)}`,
    pid: server.pid!,
    stop: async () => {
      await endProcess(server);
      await rm(socketFolder, { recursive: true, force: true });
    },
  };
}

async function prepare(folder: string, asNobody: boolean): Promise<Place> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  if (!asNobody) return { folder, argument: folder, options: { cwd: folder, env } };
  await chown(folder, nobody, nobody);
  // The working directory is entered while still root; /proc/self/cwd then leads there whatever lies above it.
  const argument = process.platform === 'linux' ? '/proc/self/cwd' : folder;
  return { folder, argument, options: { cwd: folder, env, uid: nobody, gid: nobody } };
}

/** The major version of an initialised cluster, or undefined. */
async function version(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (text !== undefined && text.trim() !== '18') {
    throw new Error(
      `${folder} holds a PostgreSQL ${text.trim()} cluster; the embedded server is version 18. ` +
        'Dump it with its own version and restore it, or point database.url at that server.',
    );
  }
  return text?.trim();
}

/** Makes the cluster beside its place and moves it there when finished: a killed initdb leaves nothing that counts. */
async function initialise(binaries: string, folder: string, asNobody: boolean): Promise<void> {
  const unfinished = `${folder}.initialising`;
  await rm(unfinished, { recursive: true, force: true });
  const place = await prepare(unfinished, asNobody);
  const args = [
    '-D',
    place.argument,
    '-U',
    'postgres',
    '--auth=trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const child = spawn(path.join(binaries, 'initdb'), args, { ...place.options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = collectOutput(child);
  const code = await new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Error(`initdb failed (exit ${code}) for ${folder}: ${said()}`);
  }
  await rename(unfinished, folder);
}

async function launch(binaries: string, place: Place, socketFolder: string): Promise<ChildProcess> {
  const args = ['-D', place.argument, '-k', socketFolder];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = spawn(path.join(binaries, 'postgres'), args, {
    ...place.options,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: a Ctrl-C is for this process, which still needs the server to end its requests in order.
    detached: true,
  });
  const said = collectOutput(child);
  let exited: string | undefined;
  child.once('exit', (code, signal) => {
    exited = `exit ${code ?? signal}`;
  });
  child.once('error', (error) => {
    exited = error.message;
  });
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (exited !== undefined) throw new Error(`PostgreSQL did not start (${exited}) in ${place.folder}: ${said()}`);
    if (await isReady(place.folder)) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await endProcess(child);
  throw new Error(`PostgreSQL did not become ready within 60 s in ${place.folder}: ${said()}`);
}

/** The server writes its state into the eighth line of its pid file. */
async function isReady(folder: string): Promise<boolean> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n')[7]?.trim() === 'ready';
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      text = (text + chunk).slice(-4000);
    });
  }
  return () => text.trim();
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  const hard = setTimeout(() => child.kill('SIGQUIT'), 20_000);
  await gone;
  clearTimeout(hard);
}

/**
 * Ends a server that outlived the process that started it, and removes a pid file whose server is gone (its number may
 * meanwhile be somebody else's, which PostgreSQL itself would take for a running server).
 */
async function clearLeftover(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number.parseInt(text, 10);
  const socketFolder = text.split('\n')[4]?.trim();
  if (await isServerOf(pid, folder)) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; (await isServerOf(pid, folder)) && waited < 20_000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (await isServerOf(pid, folder)) process.kill(pid, 'SIGQUIT');
  }
  await rm(pidFile, { force: true });
  if (socketFolder?.includes('affinity-pg-')) await rm(socketFolder, { recursive: true, force: true });
}

/** True when `pid` is a PostgreSQL server whose working directory is the cluster. */
async function isServerOf(pid: number, folder: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (process.platform === 'linux') {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return cwd === (await realpath(folder).catch(() => folder));
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
