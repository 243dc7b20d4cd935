import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';

/** A server that holds a cluster, as the pid file in the cluster's folder describes it. */
export interface Holder {
  readonly pid: number;
  /** Folder of its unix socket. */
  readonly socketFolder: string;
}

/** The server that runs on a cluster, whoever started it; undefined when none does. */
export async function holderOf(folder: string): Promise<Holder | undefined> {
  const written = await readPidFile(folder);
  return written !== undefined && (await isServerOf(written.pid, folder)) ? written : undefined;
}

/**
 * Ends whatever still runs on a cluster: a server that outlived the process that started it, and server processes that
 * outlived their postmaster. Its pid file is removed, since its number may meanwhile be somebody else's, which PostgreSQL
 * itself would take for a running server. Gives the socket folder it used.
 */
export async function clearLeftover(folder: string): Promise<string | undefined> {
  const written = await readPidFile(folder);
  if (written === undefined) return undefined;
  if (await isServerOf(written.pid, folder)) await end(written.pid, folder);
  for (const pid of await processesOf(folder)) signal(pid, 'SIGQUIT');
  await rm(path.join(folder, 'postmaster.pid'), { force: true });
  return written.socketFolder;
}

async function end(pid: number, folder: string): Promise<void> {
  signal(pid, 'SIGINT');
  for (let waited = 0; (await isServerOf(pid, folder)) && waited < 20_000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** PostgreSQL writes number, folder, time, port and socket folder, each on a line. */
async function readPidFile(folder: string): Promise<Holder | undefined> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return { pid: Number.parseInt(text, 10), socketFolder: text.split('\n')[4]?.trim() ?? '' };
}

/** True when `pid` is a PostgreSQL server whose working directory is the cluster. */
async function isServerOf(pid: number, folder: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (process.platform === 'linux') return worksIn(pid, await realpath(folder).catch(() => folder));
  return signal(pid, 0);
}

/** Where /proc tells: every process at work in the cluster. Elsewhere they end by themselves when their work is done. */
async function processesOf(folder: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const real = await realpath(folder).catch(() => folder);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const found = await Promise.all(pids.map(async (pid) => ((await worksIn(pid, real)) ? [pid] : [])));
  return found.flat();
}

async function worksIn(pid: number, folder: string): Promise<boolean> {
  const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
  if (!/\/postgres( \(deleted\))?$/.test(program)) return false;
  return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === folder;
}

/** Sends a signal; false when the process is gone. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
