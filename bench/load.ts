/** What one closed-loop run measured. */
export interface Load {
  readonly operations: number;
  readonly seconds: number;
  /** Operations per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

/** Callers, for how long, and one call of one of them. */
export interface LoadOptions {
  readonly clients: number;
  readonly seconds: number;
  work(client: number): Promise<void>;
}

/** Two loads measured in turn, the pair with the median ratio. */
export interface Comparison {
  readonly ours: Load;
  readonly floor: Load;
  /** Our rate divided by that of the floor. */
  readonly ratio: number;
}

/**
 * Runs `work` from `clients` concurrent callers for `seconds`, each starting the next call when the last one ended, after
 * a warm-up of a fifth of that time. Any call that throws ends the run.
 */
export async function runLoad(options: LoadOptions): Promise<Load> {
  await loop(options, options.seconds / 5);
  // Garbage of what ran before is not this run's.
  globalThis.gc?.();
  const { times, seconds } = await loop(options, options.seconds);
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { operations: sorted.length, seconds, rate: sorted.length / seconds, p50: at(0.5), p95: at(0.95) };
}

async function loop({ clients, work }: LoadOptions, seconds: number): Promise<{ times: number[]; seconds: number }> {
  const times: number[] = [];
  const started = performance.now();
  let end = started + seconds * 1000;
  const caller = async (client: number) => {
    try {
      do {
        const before = performance.now();
        await work(client);
        times.push(performance.now() - before);
      } while (performance.now() < end);
    } catch (error) {
      end = 0;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: clients }, (_, client) => caller(client)));
  const failed = ended.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { times, seconds: (performance.now() - started) / 1000 };
}

/** The same two runs in turn, `rounds` times, so that a machine whose speed drifts treats both alike. */
export async function interleave(
  rounds: number,
  ours: () => Promise<Load>,
  floor: () => Promise<Load>,
): Promise<Comparison> {
  const pairs: Comparison[] = [];
  for (let round = 0; round < rounds; round++) {
    const pair = { ours: await ours(), floor: await floor() };
    pairs.push({ ...pair, ratio: pair.ours.rate / pair.floor.rate });
  }
  pairs.sort((a, b) => a.ratio - b.ratio);
  return pairs[Math.floor(pairs.length / 2)]!;
}
