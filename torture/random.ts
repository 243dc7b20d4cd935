/** Chance that is the same for the same seed, so that a round that failed can be run again. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  oneOf<T>(choices: readonly T[]): T;
  /** True so many times out of a hundred. */
  percent(share: number): boolean;
}

/** Mulberry32: a seed of 32 bits, equally spread, nothing secret. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    between,
    oneOf: (choices) => choices[between(0, choices.length - 1)]!,
    percent: (share) => next() * 100 < share,
  };
}
