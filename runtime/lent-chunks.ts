/**
 * A stream of octets that can also lend its chunks: a lent chunk is valid until the next one is asked for, and then its
 * memory is used again. Reading the stream by `for await` gives chunks that stay what they are.
 */
export interface LentChunks extends AsyncIterable<Uint8Array> {
  lend(): AsyncIterator<Uint8Array, void, undefined>;
}

/** The chunks of a stream for a reader that is done with each before it asks for the next. */
export function lentChunksOf(source: AsyncIterable<Uint8Array>): AsyncIterator<Uint8Array> {
  return 'lend' in source ? (source as LentChunks).lend() : source[Symbol.asyncIterator]();
}

/**
 * A stream made of other streams, which lends when they do: `make` reads its sources by the function it is given, once
 * for each reader.
 */
export function lendingWhenSourcesDo(
  make: (chunksOf: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>,
): LentChunks {
  return {
    [Symbol.asyncIterator]: () => make((source) => source),
    lend: () => make((source) => ({ [Symbol.asyncIterator]: () => lentChunksOf(source) })),
  };
}
