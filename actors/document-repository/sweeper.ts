import { Unavailable } from '../../runtime/unavailable.ts';
import type { Repository } from './repository.ts';

/** How many submissions a sweep could settle, each way, and how many it had to leave. */
export interface SweepReport {
  readonly confirmed: number;
  readonly released: number;
  readonly left: number;
}

/**
 * Settles submissions that are older than the retry window and have no answer of the registry: a crash or a lost
 * connection lies in between. Documents the registry knows are confirmed, others are removed.
 *
 * A submission whose fate cannot be found out now stays for the next sweep.
 */
export async function sweep(repository: Repository): Promise<SweepReport> {
  const { store, config, log } = repository;
  const before = new Date(repository.now().getTime() - config.retryWindowSeconds * 1000);
  let [confirmed, released, left] = [0, 0, 0];
  for (const { submission, uniqueIds } of await store.unconfirmed(before)) {
    try {
      const registered = await repository.registeredAmong(uniqueIds);
      const whole = uniqueIds.every((id) => registered.has(id));
      await (whole ? store.confirm(submission) : store.release(submission));
      if (whole) confirmed++;
      else released++;
    } catch (error) {
      left++;
      log.warn({ submission, reason: (error as Error).message }, 'an unanswered submission is left for the next sweep');
    }
  }
  if (confirmed + released > 0) log.info({ confirmed, released, left }, 'unanswered submissions settled');
  return { confirmed, released, left };
}

/**
 * Sweeps now and then every `sweepIntervalSeconds` until disposed, and does what else is due; disposal waits for a sweep
 * under way. `alone` runs work unless another process of the same repository is at it.
 */
export function startSweeper(
  repository: Repository,
  alsoDue: () => Promise<unknown> = async () => {},
  alone: (work: () => Promise<void>) => Promise<unknown> = (work) => work(),
): AsyncDisposable {
  let running: Promise<void> | undefined;
  const once = async () => {
    try {
      await alone(async () => {
        await sweep(repository);
        await alsoDue();
      });
    } catch (error) {
      const level = error instanceof Unavailable ? 'warn' : 'error';
      repository.log[level]({ reason: (error as Error).message }, 'sweep put off');
    }
    running = undefined;
  };
  const next = () => {
    running ??= once();
  };
  next();
  const timer = setInterval(next, repository.config.sweepIntervalSeconds * 1000);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}
