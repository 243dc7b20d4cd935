import { formatUuid } from '../../schemas/datatypes/uuid.ts';

/** Numbers that look like chance and are the same for the same seed: what is made of them can be made again. */
export interface Random {
  /** At least 0 and below 1. */
  next(): number;
  /** A whole number at least 0 and below `limit`. */
  below(limit: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Like `pick`, the first far more often than the last: of codes and authors few are met every day. */
  pickSkewed<T>(list: readonly T[]): T;
  uuid(): `urn:uuid:${string}`;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** One sequence of numbers for each pair of seed and stream; whole numbers both. */
export function seededRandom(seed: number, stream = 0): Random {
  let state = scramble(scramble(seed >>> 0) ^ (stream >>> 0));
  const word = () => {
    state = (state + 0x6d2b79f5) | 0;
    return scramble(state);
  };
  const next = () => word() / 2 ** 32;
  const below = (limit: number) => Math.floor(next() * limit);
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += word().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
    pickSkewed: (list) => list[Math.floor(list.length * next() ** 3)]!,
    uuid: () => {
      const text = hex(32);
      const variant = '89ab'[word() & 3];
      return formatUuid(
        `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`,
      );
    },
    hex,
  };
}

/** Every bit of the result depends on every bit of the number (the finalizer of MurmurHash3). */
function scramble(number: number): number {
  let mixed = number | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
