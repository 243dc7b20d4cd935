import { type LentChunks, lends } from '../lent-chunks.ts';
import { type CallScope, PeerGone } from './call-scope.ts';

/**
 * The body of an answer, bound to the life of its exchange: every chunk is progress, an abort breaks it, and its end,
 * failure or abandonment closes the exchange. `broken` is told of the last two, once.
 */
export function watchBody(
  body: AsyncIterable<Uint8Array>,
  scope: CallScope,
  broken: (error: unknown) => Promise<void>,
): AsyncIterable<Uint8Array> {
  let source: AsyncIterator<Uint8Array> | undefined;
  const begun = () => {
    source ??= body[Symbol.asyncIterator]();
    return source;
  };
  let over = false;
  const end = () => {
    over = true;
    scope.signal.removeEventListener('abort', onAbort);
    scope.close();
  };
  const breakOff = async (error: unknown) => {
    if (over) return;
    end();
    await broken(error);
  };
  // An abort ends the exchange also while nobody asks for the next chunk.
  const onAbort = () => {
    // Not awaited: the source may be stuck in the very read that was aborted.
    begun()
      .return?.()
      .catch(() => undefined);
    void breakOff(scope.signal.reason);
  };
  scope.signal.addEventListener('abort', onAbort, { once: true });
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      if (over) {
        scope.signal.throwIfAborted();
        return { done: true, value: undefined };
      }
      try {
        const result = await scope.orAborted(begun().next());
        scope.progress();
        if (result.done) end();
        return result;
      } catch (error) {
        await breakOff(error);
        throw error;
      }
    },
    async return() {
      if (!over) {
        await begun().return?.();
        await breakOff(new PeerGone());
      }
      return { done: true, value: undefined };
    },
  };
  const watched = { [Symbol.asyncIterator]: () => iterator };
  if (!lends(body)) return watched;
  const lend = () => {
    source ??= body.lend();
    return iterator;
  };
  const lending: LentChunks = { ...watched, lend };
  return lending;
}
