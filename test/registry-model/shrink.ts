import { firstPatients } from './episode.ts';
import type { Step } from './operation.ts';
import { Deviation, type Play } from './play.ts';

/** Plays steps from an empty registry; the deviation they end in, or undefined. */
export async function deviationOf(play: Play, steps: readonly Step[]): Promise<Deviation | undefined> {
  await play.restart(firstPatients);
  try {
    for (const step of steps) await play.take(step);
    return undefined;
  } catch (error) {
    if (error instanceof Deviation) return error;
    throw error;
  }
}

/**
 * The fewest of the steps that still end in a deviation: larger, then smaller portions are left out for as long as it
 * stays; then calls out of races. Throws when the steps do not deviate when they are played again.
 */
export async function shrink(play: Play, steps: readonly Step[]): Promise<readonly Step[]> {
  let shortest = steps;
  for (let portion = Math.ceil(steps.length / 2); portion >= 1; portion = portion === 1 ? 0 : Math.ceil(portion / 2)) {
    for (let at = Math.max(0, shortest.length - portion); at >= 0; at -= portion) {
      const without = [...shortest.slice(0, at), ...shortest.slice(at + portion)];
      if (without.length > 0 && (await deviationOf(play, without))) shortest = without;
      if (at === 0) break;
      if (at < portion) at = portion;
    }
  }
  for (let at = shortest.length - 1; at >= 0; at--) {
    const { calls } = shortest[at]!;
    for (const call of calls.length > 1 ? calls : []) {
      const alone = shortest.with(at, {
        ...shortest[at]!,
        calls: shortest[at]!.calls.filter((other) => other !== call),
      });
      if (await deviationOf(play, alone)) shortest = alone;
    }
  }
  return shortest;
}
