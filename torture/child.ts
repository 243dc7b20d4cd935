import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A file beside or above this one in the same form: TypeScript from the sources, JavaScript when compiled. */
function sibling(module: string): { file: string; execArgv: string[] } {
  const file = fileURLToPath(new URL(`${module}${import.meta.url.slice(-3)}`, import.meta.url));
  return { file, execArgv: file.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [] };
}

/** Starts a module as a process of its own that is spoken to in messages. */
export function forkModule(module: string, args: readonly string[]): ChildProcess {
  const { file, execArgv } = sibling(module);
  return fork(file, [...args], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** Runs `affinity start` and gives its process once all its actors listen. Throws with its last words. */
export async function startAffinity(args: readonly string[]): Promise<ChildProcess> {
  const { file, execArgv } = sibling('../cli/main');
  const command = [...execArgv, file, 'start', '--port-base', '0', '--log-level', 'error', ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-4000);
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      if (chunk.includes('The domain runs on')) resolve();
    });
    child.once('exit', (code, signal) => reject(new Error(`affinity start ended with ${code ?? signal}: ${said}`)));
  });
  return child;
}

/** Ends a process and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const hard = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(hard);
}
