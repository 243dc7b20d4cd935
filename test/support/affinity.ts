import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What one run of the command line left. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON; throws when it is none. */
  json<T>(): T;
}

function start(args: readonly string[], cwd: string): ChildProcess {
  const entry = path.join(root, 'cli', 'main.ts');
  const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  return spawn(process.execPath, ['--import', tsx, entry, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs `affinity` from the sources as a process of its own. */
export async function affinity(args: readonly string[], options: { cwd?: string } = {}): Promise<Run> {
  const child = start(args, options.cwd ?? root);
  const text = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  );
  return { code, ...text, json: <T>() => JSON.parse(text.stdout) as T };
}

/** Runs a command whose output nobody reads, as in `affinity … | head -0`; gives its exit code and stderr. */
export async function affinityUnread(args: readonly string[]): Promise<Omit<Run, 'stdout' | 'json'>> {
  const child = start(args, root);
  child.stdout!.destroy();
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr };
}

/** A domain started by `affinity start`. */
export interface StartedDomain {
  readonly process: ChildProcess;
  /** Ends it as a user would and gives its exit code. */
  stop(): Promise<number | null>;
  /** Ends it without warning. */
  kill(): Promise<void>;
}

/** Starts a domain on free ports and waits until it says that it runs. */
export async function startAffinity(args: readonly string[]): Promise<StartedDomain> {
  const child = start(['start', '--port-base', '0', '--log-level', 'warn', ...args], root);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      if (chunk.includes('The domain runs on')) resolve();
    });
    ended.then((code) => reject(new Error(`affinity start ended with ${code}: ${said}`)));
  });
  return {
    process: child,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
