import { patientIds } from './generate/attributes.ts';
import { someCall, someOperation } from './generate/operations.ts';
import { everyQuestion, someQuestion } from './generate/questions.ts';
import { type Choice, namer } from './generate/subjects.ts';
import type { Call, Step } from './operation.ts';
import type { Play } from './play.ts';
import { randomFrom } from './random.ts';

/** Three of the patients are known from the beginning. */
export const firstPatients = patientIds.slice(0, 3);

/** How one episode is made. */
export interface EpisodeOptions {
  readonly seed: number;
  readonly steps: number;
  /** Steps of a hundred that are races. */
  readonly races?: number;
  /** Told each step before it is taken. */
  readonly note?: (step: Step) => void;
  /** Told each call that went well, and the codes it was refused with. */
  readonly count?: (call: Call, codes: readonly string[]) => void;
}

/**
 * Plays from an empty registry: operations, each followed by questions, and now and then several calls at once; at the end
 * every query is asked, and the columns are made anew. The same options make the same steps. Throws the Deviation of the first step that goes wrong.
 */
export async function playEpisode(play: Play, options: EpisodeOptions): Promise<void> {
  const { seed, steps, races = 30, note = () => {}, count = () => {} } = options;
  const random = randomFrom(seed);
  const names = namer();
  await play.restart(firstPatients);
  let minutes = 0;
  const take = async (calls: Step['calls']) => {
    names.nextStep();
    const step: Step = { calls, schedule: random.below(2 ** 31), time: timeAfter(minutes) };
    note(step);
    const results = await play.take(step);
    for (const [i, codes] of results.entries()) count(calls[i]!, codes);
  };
  const choice = (): Choice => ({ registry: play.registry, random: random.fork(), namer: names });
  for (let i = 0; i < steps; i++) {
    minutes += random.below(3);
    const together = random.percent(races) ? 2 + random.below(2) : 1;
    await take(together === 1 ? [someOperation(choice())] : someRace(choice(), together));
    if (random.percent(70)) await take([someQuestion(choice())]);
  }
  for (let round = 0; round < 3; round++) for (const question of everyQuestion(choice())) await take([question]);
  await play.reindex();
}

/** Calls that were each made without knowing of the others; at least one changes something. */
function someRace(choice: Choice, count: number): Step['calls'] {
  return [someOperation(choice), ...Array.from({ length: count - 1 }, () => someCall(choice))];
}

/** A DTM of 14 digits, so many minutes after the beginning. */
function timeAfter(minutes: number): string {
  const time = new Date(Date.UTC(2025, 0, 1, 0, minutes));
  return time
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '');
}
