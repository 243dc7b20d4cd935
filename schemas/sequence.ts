/**
 * Several values in order, at hand or still arriving. `for await` reads both.
 *
 * A received message carries its documents as an AsyncIterable that can be read once, in wire order; a message to be
 * sent carries them as an array.
 */
export type Sequence<T> = Iterable<T> | AsyncIterable<T>;

/** Everything of a sequence, in order. Only for sequences of small values. */
export async function collect<T>(sequence: Sequence<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of sequence) all.push(value);
  return all;
}
