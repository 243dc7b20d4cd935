import type { IncomingMessage } from 'node:http';
import type { PeerWait } from './peer-wait.ts';

/**
 * The body of a request as its reader pulls it. Leaving it early does not close the connection, so that the answer can
 * still be sent; a connection that breaks is an error, never an end.
 */
export function requestBody(request: IncomingMessage, peer: PeerWait): AsyncIterable<Uint8Array> {
  const source = request.iterator({ destroyOnReturn: false });
  const iterator: AsyncIterator<Uint8Array> = {
    next: () => peer.during(source.next()),
    async return() {
      // Not awaited: it waits for a read that is under way, which may be the one nobody wants any more.
      void source.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** How much of a body nobody wants is read, so that a peer that writes before it reads gets its answer. */
export interface DrainLimits {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Reads what is left of a request and drops it; beyond the limits the connection is closed. */
export async function drainRequest(request: IncomingMessage, limits: DrainLimits): Promise<void> {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), limits.milliseconds);
  let left = limits.bytes;
  request.on('data', (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
  await new Promise<void>((resolve) => {
    request.once('end', resolve).once('close', resolve);
  });
  clearTimeout(timer);
}
