import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** `nobody`: an account every Linux has; the server refuses to run as root. */
export const nobody = 65534;

/** How a program of the server is started so that it can reach its cluster. */
export interface Place {
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

/** Makes sure that `folder` holds a cluster of the embedded version, and says how its programs reach it. */
export async function openCluster(binaries: string, folder: string, asNobody: boolean): Promise<Place> {
  if ((await version(folder)) === undefined) await initialise(binaries, folder, asNobody);
  return prepare(folder, asNobody);
}

/** Keeps the end of what a program says, for the error that explains its failure. */
export function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      text = (text + chunk).slice(-4000);
    });
  }
  return () => text.trim();
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
