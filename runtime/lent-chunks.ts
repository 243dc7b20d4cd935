/**
 * A stream of octets that can also lend its chunks: a lent chunk is valid until the next one is asked for, and then its
 * memory is used again. Reading the stream by `for await` gives chunks that stay what they are. Whoever leaves a lent
 * stream early keeps its last chunk.
 */
export interface LentChunks extends AsyncIterable<Uint8Array> {
  lend(): AsyncIterator<Uint8Array>;
}

/** True for a stream whose chunks can be borrowed. */
export function lends(source: AsyncIterable<Uint8Array>): source is LentChunks {
  return 'lend' in source;
}

/**
 * A stream made of other streams. When one of them lends, it does so too: `make` reads its sources by the function it is
 * given, once for each reader.
 */
export function streamOf(
  sources: readonly AsyncIterable<Uint8Array>[],
  make: (chunksOf: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) => AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const kept = { [Symbol.asyncIterator]: () => make((source) => source) };
  if (!sources.some(lends)) return kept;
  const lent = (source: AsyncIterable<Uint8Array>) =>
    lends(source) ? { [Symbol.asyncIterator]: () => source.lend() } : source;
  return { ...kept, lend: () => make(lent) } as LentChunks;
}
