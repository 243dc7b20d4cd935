import cluster, { type Worker } from 'node:cluster';
import type { Endpoint } from '../domain-state.ts';
import type { Logger } from '../log.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const backOff = { firstMs: 100, longestMs: 5000 } as const;
const answerMs = 5000;
const stopMs = 30_000;

/** One worker of a domain: a process that is replaced when it ends by itself. */
export interface KeptWorker {
  /** Where it listened first; its successors listen there, too. */
  readonly endpoints: readonly Endpoint[];
  pid(): number;
  /** Repeated to every successor. */
  tell(message: Extract<ToWorker, { kind: 'endpoints' }>): void;
  /** What it says of its actors; undefined while it is being started, and when it does not answer. */
  health(): Promise<Readonly<Record<string, boolean>> | undefined>;
  stop(): Promise<void>;
}

/** Starts a worker and keeps one running. Throws when the first one does not start. */
export async function keepWorker(options: { start: ToWorker; log: Logger }): Promise<KeptWorker> {
  const { start, log } = options;
  const state = { stopping: false, questions: 0 };
  let told: ToWorker | undefined;
  let current = await startOne(start);
  let watching: Promise<void> = Promise.resolve();
  const watch = () => {
    watching = current.exited.then((how) => (state.stopping ? undefined : startAgain(how)));
  };
  const startAgain = async (how: string) => {
    log.error({ how }, 'a worker ended by itself; it is started again');
    for (let wait: number = backOff.firstMs; !state.stopping; wait = Math.min(2 * wait, backOff.longestMs)) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (state.stopping) return;
      try {
        current = await startOne(start);
        if (told !== undefined) send(current.worker, told);
        log.info({ pid: current.worker.process.pid }, 'the worker is back');
        return watch();
      } catch (error) {
        log.error({ err: error }, 'the worker could not be started again');
      }
    }
  };
  watch();
  return {
    endpoints: current.endpoints,
    pid: () => current.worker.process.pid ?? 0,
    tell: (message) => {
      told = message;
      send(current.worker, message);
    },
    health: () => askHealth(current.worker, ++state.questions),
    stop: async () => {
      state.stopping = true;
      await end(current);
      // A start that was under way when the stop came.
      await watching;
      await end(current);
    },
  };
}

interface RunningWorker {
  readonly worker: Worker;
  readonly endpoints: readonly Endpoint[];
  readonly exited: Promise<string>;
}

/** Forks a process and waits until its actors listen. Throws with the worker's own words. */
async function startOne(start: ToWorker): Promise<RunningWorker> {
  const worker = cluster.fork();
  // A worker that is killed breaks what is being said to it; its exit tells the rest.
  worker.on('error', () => undefined);
  const exited = new Promise<string>((resolve) => {
    worker.once('exit', (code, signal) => resolve(`exit ${signal ?? code}`));
  });
  const said = () => Promise.race([new Promise<FromWorker>((resolve) => worker.once('message', resolve)), exited]);
  let answer = await said();
  if (typeof answer !== 'string') {
    send(worker, start);
    answer = await said();
  }
  if (typeof answer === 'string') throw new Error(`A worker ended before it listened (${answer}).`);
  if (answer.kind === 'listening') return { worker, endpoints: answer.endpoints, exited };
  await exited;
  throw new Error(answer.kind === 'failed' ? answer.reason : `A worker said ${answer.kind} when it was to start.`);
}

function askHealth(worker: Worker, question: number): Promise<Readonly<Record<string, boolean>> | undefined> {
  if (!worker.isConnected()) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const done = (actors: Readonly<Record<string, boolean>> | undefined) => {
      clearTimeout(timer);
      worker.off('message', hear).off('exit', gone);
      resolve(actors);
    };
    const hear = (message: FromWorker) => {
      if (message.kind === 'health' && message.question === question) done(message.actors);
    };
    const gone = () => done(undefined);
    const timer = setTimeout(gone, answerMs);
    worker.on('message', hear).once('exit', gone);
    send(worker, { kind: 'health', question });
  });
}

function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}

async function end({ worker, exited }: RunningWorker): Promise<void> {
  if (worker.isDead()) return;
  send(worker, { kind: 'stop' });
  const hard = setTimeout(() => worker.process.kill('SIGKILL'), stopMs);
  await exited;
  clearTimeout(hard);
}
