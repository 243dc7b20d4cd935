import type { IncomingMessage } from 'node:http';
import type { PeerWait } from './peer-wait.ts';

/**
 * The body of a request as its reader pulls it. Leaving it early does not close the connection, so that the answer can
 * still be sent; a connection that breaks is an error, never an end.
 */
export function requestBody(request: IncomingMessage, peer: PeerWait): AsyncIterable<Uint8Array> {
  let over = false;
  let wake = () => {};
  const moved = () => wake();
  // Node's own iterator of a stream does the same for twice the price, which is felt where requests are short.
  const listen = () => request.on('readable', moved).on('end', moved).on('error', moved).on('close', moved);
  const leave = () => {
    if (over) return;
    over = true;
    request.off('readable', moved).off('end', moved).off('error', moved).off('close', moved);
    wake();
  };
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      for (;;) {
        if (over) return { done: true, value: undefined };
        const chunk = request.read() as Buffer | null;
        if (chunk !== null) return { done: false, value: chunk };
        if (request.readableEnded) leave();
        else if (request.destroyed) {
          leave();
          throw request.errored ?? new Error('The connection was closed before the request had ended.');
        } else {
          await peer.during(
            new Promise<void>((resolve) => {
              wake = resolve;
            }),
          );
        }
      }
    },
    async return() {
      leave();
      return { done: true, value: undefined };
    },
  };
  listen();
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
