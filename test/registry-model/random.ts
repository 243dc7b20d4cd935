/** A source of choices: the same seed, the same choices. */
export interface Random {
  /** A whole number from 0, below `limit`. */
  below(limit: number): number;
  /** True in so many cases of a hundred. */
  percent(share: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** One of a list, or undefined when it is empty. */
  pickAny<T>(list: readonly T[]): T | undefined;
  /** Some of a list, at most so many, none twice, in the order of the list. */
  some<T>(list: readonly T[], most: number): T[];
  /** Another source, whose choices depend on this one and change nothing for it afterwards. */
  fork(): Random;
}

/** A generator of 32-bit numbers by Tommy Ettinger's mulberry32: short, fast and even enough for choices. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => next() % limit;
  const random: Random = {
    below,
    percent: (share) => below(100) < share,
    pick: (list) => list[below(list.length)]!,
    pickAny: (list) => (list.length === 0 ? undefined : list[below(list.length)]),
    some(list, most) {
      const left = [...list.keys()];
      const taken = new Set<number>();
      for (let count = below(Math.min(most, list.length) + 1); count > 0; count--)
        taken.add(left.splice(below(left.length), 1)[0]!);
      return list.filter((_, i) => taken.has(i));
    },
    fork: () => randomFrom(next()),
  };
  return random;
}
