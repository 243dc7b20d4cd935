import type { Random } from './random.ts';

/** Entries of the patient who has most. */
export const mostEntries = 5000;

/** Entries per patient where the number of patients is not given. */
const mean = 28;

/** Shape of the distribution: most patients have one to three entries, a few have thousands, and the mean is 28. */
const shape = 0.7;

/** How many patients go with a number of entries when nobody says. */
export function usualPatients(entries: number): number {
  return Math.max(1, Math.round(entries / mean));
}

/**
 * Entries of each patient, `entries` in all, from 1 to 5,000 each, as skewed as in a domain that has worked for years
 * (a bounded Pareto distribution). From 20,000 entries on the first patient has 5,000.
 *
 * Throws when the numbers do not go together.
 */
export function patientSizes(random: Random, { entries, patients }: { entries: number; patients: number }): number[] {
  if (patients > entries)
    throw new Error(`${patients} patients cannot share ${entries} entries: each has one at least.`);
  if (entries > patients * mostEntries)
    throw new Error(
      `${entries} entries need ${Math.ceil(entries / mostEntries)} patients: each has ${mostEntries} at most.`,
    );
  const sizes = Array.from({ length: patients }, () => drawn(random));
  const isLarge = patients > 1 && entries >= 4 * mostEntries && entries - mostEntries >= patients - 1;
  const given = isLarge ? [mostEntries] : [];
  return [...given, ...adjusted(sizes.slice(given.length), entries - (given[0] ?? 0), random)];
}

function drawn(random: Random): number {
  const least = (mostEntries + 1) ** -shape;
  return Math.min(mostEntries, Math.floor((1 - random.next() * (1 - least)) ** (-1 / shape)));
}

/** Sizes that add up to `total`: all of them changed by one factor, then single ones by one. */
function adjusted(sizes: readonly number[], total: number, random: Random): number[] {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
  const factor = total / sum(sizes);
  const changed = sizes.map((size) => Math.min(mostEntries, Math.max(1, Math.round(size * factor))));
  for (let left = total - sum(changed); left !== 0; ) {
    const i = random.below(changed.length);
    const size = changed[i]! + Math.sign(left);
    if (size < 1 || size > mostEntries) continue;
    changed[i] = size;
    left -= Math.sign(left);
  }
  return changed;
}
