import type { ServerResponse } from 'node:http';
import { lends } from '../lent-chunks.ts';
import type { WireMessage } from '../soap/endpoint-types.ts';
import { WholeText } from '../soap/whole-text.ts';
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
  if (answer.body instanceof WholeText) return writeWhole(response, { ...answer, body: answer.body }, peer);
  const lent = lends(answer.body) ? answer.body.lend() : undefined;
  const source = lent ?? answer.body[Symbol.asyncIterator]();
  if (response.destroyed) {
    await source.return?.();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  try {
    for (;;) {
      const { done, value } = await source.next();
      if (done) break;
      if (!response.destroyed) await (lent ? sent : passed)(response, value, peer);
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

/** All at once: the text is at hand, and as strings it reaches the socket without another copy here. */
async function writeWhole(
  response: ServerResponse,
  answer: { readonly status: number; readonly headers: WireMessage['headers']; readonly body: WholeText },
  peer: PeerWait,
): Promise<void> {
  if (response.destroyed) return;
  response.writeHead(answer.status, answer.headers);
  response.cork();
  for (const piece of answer.body.pieces) response.write(piece);
  response.end();
  if (!response.writableFinished) await peer.during(untilClosedOr(response, 'finish'));
}

/** As soon as the socket takes more. */
async function passed(response: ServerResponse, chunk: Uint8Array, peer: PeerWait): Promise<void> {
  if (!response.write(chunk)) await peer.during(untilClosedOr(response, 'drain'));
}

/** When the socket is done with the chunk, whose memory is used again then. */
async function sent(response: ServerResponse, chunk: Uint8Array, peer: PeerWait): Promise<void> {
  const flushed = new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.write(chunk, () => {
      response.off('close', resolve);
      resolve();
    });
  });
  await peer.during(flushed);
}

function untilClosedOr(response: ServerResponse, event: 'drain' | 'finish'): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      response.off(event, over).off('close', over);
      resolve();
    };
    response.once(event, over).once('close', over);
  });
}
