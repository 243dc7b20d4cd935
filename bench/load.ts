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

/**
 * Runs `work` from `clients` concurrent callers for `seconds`, each starting the next call when the last one ended, after
 * a warm-up of a fifth of that time. Any call that throws ends the run.
 */
export async function runLoad(options: {
  clients: number;
  seconds: number;
  work: (client: number) => Promise<void>;
}): Promise<Load> {
  await loop(options, options.seconds / 5);
  const times = await loop(options, options.seconds);
  const sorted = Float64Array.from(times.all).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    operations: sorted.length,
    seconds: times.seconds,
    rate: sorted.length / times.seconds,
    p50: at(0.5),
    p95: at(0.95),
  };
}

async function loop(
  options: { clients: number; work: (client: number) => Promise<void> },
  seconds: number,
): Promise<{ all: number[]; seconds: number }> {
  const all: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: options.clients }, async (_, client) => {
      while (performance.now() < end) {
        const before = performance.now();
        await options.work(client);
        all.push(performance.now() - before);
      }
    }),
  );
  return { all, seconds: (performance.now() - started) / 1000 };
}

/** The same two runs in turn, `rounds` times, so that a machine whose speed drifts treats both alike. */
export async function interleave(
  rounds: number,
  ours: () => Promise<Load>,
  floor: () => Promise<Load>,
): Promise<{ ours: Load; floor: Load; ratio: number }> {
  const pairs: { ours: Load; floor: Load }[] = [];
  for (let round = 0; round < rounds; round++) pairs.push({ ours: await ours(), floor: await floor() });
  pairs.sort((a, b) => a.ours.rate / a.floor.rate - b.ours.rate / b.floor.rate);
  const median = pairs[Math.floor(pairs.length / 2)]!;
  return { ...median, ratio: median.ours.rate / median.floor.rate };
}
