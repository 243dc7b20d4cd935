import type { ServerResponse } from 'node:http';
import type { WireMessage } from '../soap/endpoint-types.ts';
import type { PeerWait } from './peer-wait.ts';

/**
 * Writes an answer as fast as the peer takes it.
 *
 * When the peer leaves, the body is left too. When the body fails, the connection is cut off, so that nobody takes the
 * beginning for the whole. Resolves in every case, once nothing is left to do.
 */
export async function writeAnswer(
  response: ServerResponse,
  answer: WireMessage & { readonly status: number },
  peer: PeerWait,
): Promise<void> {
  const source = answer.body[Symbol.asyncIterator]();
  if (response.destroyed) {
    await source.return?.();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  try {
    for (;;) {
      const { done, value } = await source.next();
      if (done) break;
      if (!response.destroyed && !response.write(value)) await peer.during(drained(response));
      if (response.destroyed) {
        await source.return?.();
        return;
      }
    }
    response.end();
  } catch {
    // Logged with its message id by the endpoint, whose body this is; here it only decides how the answer ends.
    response.destroy();
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const moved = () => {
      response.off('drain', moved).off('close', moved);
      resolve();
    };
    response.once('drain', moved).once('close', moved);
  });
}
