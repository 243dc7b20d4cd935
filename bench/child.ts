import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A process under measurement, and what it said when it was ready. */
export interface Child<T> {
  readonly ready: T;
  readonly pid: number;
  /** Highest resident memory so far, in MiB, as the operating system counted it; NaN where there is no /proc. */
  peakMemory(): Promise<number>;
  /** Resident memory now, in MiB; NaN where there is no /proc. */
  memory(): Promise<number>;
  /** Sends a message and gives the next one that comes back. One at a time. */
  ask<A>(message: Serializable): Promise<A>;
  /** Resolves when the process is gone; one that does not end within 30 s is killed. */
  stop(): Promise<void>;
}

/** Starts `module` (beside this file, without its ending) as a process; it must send one message when it is ready. */
export async function startChild<T>(module: string, args: readonly string[]): Promise<Child<T>> {
  // Beside this file in the same form: TypeScript from the sources, JavaScript when compiled.
  const file = fileURLToPath(new URL(`${module}${import.meta.url.slice(-3)}`, import.meta.url));
  // A profile is wanted of both sides.
  const execArgv = process.execArgv.filter((option) => option.startsWith('--cpu-prof'));
  if (file.endsWith('.ts')) execArgv.push('--import', import.meta.resolve('tsx'));
  const child: ChildProcess = fork(file, [...args], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`${module} ended before it was ready (exit ${code}).`)));
    child.once('error', reject);
  });
  const pid = child.pid!;
  return {
    ready,
    pid,
    peakMemory: () => memoryOf(pid, 'VmHWM'),
    memory: () => memoryOf(pid, 'VmRSS'),
    ask: (message) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error(`${module} ended before it answered.`));
        child.once('exit', ended);
        child.once('message', (answer) => {
          child.off('exit', ended);
          resolve(answer as never);
        });
        child.send(message);
      }),
    stop: () => stop(child),
  };
}

async function memoryOf(pid: number, measure: 'VmHWM' | 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(new RegExp(`${measure}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
    child.once('exit', () => {
      clearTimeout(hard);
      resolve();
    });
    // The child ends when this channel does: it does the same when this process is killed.
    if (child.connected) child.disconnect();
  });
}
