import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { EndpointReference } from './endpoint-reference.ts';
import type { AnswerDelivery, Outbound, WireAnswer } from './exchange.ts';
import { type HttpConnectionOptions, httpTransport, openHttpConnections } from './http-transport.ts';
import { type ReplyPattern, replyAddresses } from './reply-addresses.ts';

/** Where and how answers are sent on connections of their own; times in milliseconds. */
export interface AnswerDeliveryOptions {
  /** Empty: nowhere. */
  readonly replyTo: readonly ReplyPattern[];
  /** How often one answer is sent before it is given up. */
  readonly attempts?: number;
  /** Wait before the second attempt; doubled before each further one, up to a minute. */
  readonly retryMs?: number;
  /** Answers on their way at the same time, waiting ones included. */
  readonly most?: number;
  readonly connections?: Pick<HttpConnectionOptions, 'connectMs' | 'idleMs' | 'tls'>;
  readonly log: Logger;
}

const longestWaitMs = 60_000;

/** Opens nothing yet: connections are made when there is something to send. */
export function openAnswerDelivery(options: AnswerDeliveryOptions): AnswerDelivery {
  const { most = 256 } = options;
  const addresses = replyAddresses(options.replyTo);
  const connections = openHttpConnections({ perPeer: 8, ...options.connections, lookup: addresses.lookup });
  const closing = new AbortController();
  // Every answer on its way listens to it.
  setMaxListeners(0, closing.signal);
  const underWay = new Set<Promise<void>>();
  return {
    offered: options.replyTo.length > 0,
    refusalOf: addresses.refusalOf,
    get full() {
      return underWay.size >= most;
    },
    deliver(outbound) {
      const post: Post = (to, body) => httpTransport(to.address, connections).send(body, closing.signal);
      const sent = send(outbound, { ...options, post, signal: closing.signal })
        .catch((error: unknown) => outbound.log.error({ err: error }, 'an answer was not delivered'))
        .finally(() => underWay.delete(sent));
      underWay.add(sent);
    },
    async close(graceMs = 10_000) {
      const patience = new AbortController();
      const grace = wait(graceMs, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([Promise.all(underWay), grace]);
      patience.abort();
      closing.abort(new Error('this service stops'));
      await Promise.all(underWay);
      await connections.close();
    },
  };
}

type Post = (to: EndpointReference, message: Pick<WireAnswer, 'headers' | 'body'>) => Promise<Posted>;
interface Posted {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

type Sending = Pick<AnswerDeliveryOptions, 'attempts' | 'retryMs'> & {
  readonly post: Post;
  readonly signal: AbortSignal;
};

/** Sends one answer until it has arrived, is refused, or has been tried often enough. */
async function send({ to, answer, log }: Outbound, sending: Sending): Promise<void> {
  const { attempts = 5, retryMs = 2000, post, signal } = sending;
  const copies = repeated(answer);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(post, to, await copies());
    const facts = { to: to.address, attempt, ...outcome };
    if (outcome.delivered) return log.info(facts, 'an answer was delivered');
    if (outcome.final) return log.error(facts, 'an answer was refused where it was to go');
    if (attempt >= attempts || signal.aborted) return log.error(facts, 'an answer was not delivered, and is given up');
    log.warn(facts, 'an answer was not delivered, and will be sent again');
    await wait(Math.min(retryMs * 2 ** (attempt - 1), longestWaitMs), undefined, { signal }).catch(() => undefined);
  }
}

interface Outcome {
  readonly delivered: boolean;
  /** Sending it again would end in the same way. */
  readonly final: boolean;
  readonly status?: number;
  readonly reason?: string;
}

/** Redirects are not followed: they would lead past the list of allowed addresses. */
async function attemptOnce(post: Post, to: EndpointReference, answer: WireAnswer): Promise<Outcome> {
  try {
    const { status, body } = await post(to, answer);
    await body[Symbol.asyncIterator]().return?.();
    const again = status >= 500 || status === 408 || status === 429;
    return { delivered: status >= 200 && status < 300, final: !again, status };
  } catch (error) {
    return { delivered: false, final: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The answer as often as it is asked for: made anew where that is possible, else kept in memory. */
function repeated(answer: WireAnswer): () => Promise<WireAnswer> {
  const { again } = answer;
  let first: WireAnswer | undefined = answer;
  if (again !== undefined && answer.headers['content-length'] === undefined) {
    return async () => {
      const next = first ?? (await again());
      first = undefined;
      return next;
    };
  }
  let kept: Promise<Buffer> | undefined;
  return async () => {
    kept ??= wholeOf(answer.body);
    const bytes = await kept;
    return { ...answer, headers: { ...answer.headers, 'content-length': String(bytes.length) }, body: once(bytes) };
  };
}

async function wholeOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}
