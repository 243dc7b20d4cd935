import type { LookupFunction } from 'node:net';
import { hostname } from 'node:os';
import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import { Unavailable } from '../unavailable.ts';
import type { WireMessage } from './endpoint-types.ts';
import { OutgoingBody } from './outgoing-body.ts';
import type { ReceivedAnswer, SoapTransport } from './transport.ts';

/** Keep-alive connections to any number of peers, one pool each. */
export interface HttpConnections {
  readonly agent: Agent;
  readonly idleMs: number;
  /** Closes every connection; calls that are running fail. */
  close(): Promise<void>;
}

/** Settings of outgoing connections; times in milliseconds. */
export interface HttpConnectionOptions {
  /** Connections to one peer at the same time; further calls wait. */
  readonly perPeer?: number;
  readonly connectMs?: number;
  /** Longest silence: of the peer while we wait for it, and of the reader of an answer, which then loses it. */
  readonly idleMs?: number;
  /** Resolves host names; default: the one of the system. */
  readonly lookup?: LookupFunction;
  /** PEM texts; `ca` replaces the built-in authorities. */
  readonly tls?: {
    readonly cert?: string | Buffer;
    readonly key?: string | Buffer;
    readonly ca?: string | Buffer | readonly (string | Buffer)[];
  };
}

/** Opens nothing yet: connections are made when called for, kept while useful, and end with `close`. */
export function openHttpConnections(options: HttpConnectionOptions = {}): HttpConnections {
  const { perPeer = 64, connectMs = 10_000, idleMs = 300_000, tls, lookup } = options;
  const ca = Array.isArray(tls?.ca) ? [...tls.ca] : tls?.ca;
  const agent = new Agent({
    connections: perPeer,
    pipelining: 1,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    connect: {
      timeout: connectMs,
      keepAlive: true,
      noDelay: true,
      ...(lookup === undefined ? {} : { lookup }),
      ...tls,
      ...(ca === undefined ? {} : { ca }),
    },
  });
  return { agent, idleMs, close: () => agent.destroy() };
}

/** A body up to this length is sent as one buffer, the fast path of the client. */
const wholeBody = 1 << 20;

/** A transport to `url` over connections that somebody else owns and closes. */
export function httpTransport(url: string, connections: HttpConnections): SoapTransport {
  const { origin, pathname, search, hostname: peer } = new URL(url);
  const localAddress = hostname();
  return {
    endpoint: url,
    async send(message, signal) {
      const outgoing = new OutgoingBody(message.body);
      try {
        const answer = await connections.agent.request({
          origin,
          path: pathname + search,
          method: 'POST',
          headers: message.headers,
          // The client takes any async iterable, as its manual says; its types name streams only.
          body: (await wholeIfShort(message, outgoing)) ?? (outgoing as AsyncIterable<Uint8Array> as Readable),
          signal,
          highWaterMark: 256 << 10,
        });
        return {
          status: answer.statusCode,
          headers: flatten(answer.headers),
          body: answerBody(answer.body, { url, idleMs: connections.idleMs, ended: () => outgoing.close() }),
          peerAddress: peer,
          localAddress,
        };
      } catch (error) {
        outgoing.close();
        if (signal.aborted) throw signal.reason;
        throw new Unavailable(`${url} does not answer: ${reasonOf(error)}.`, { cause: error });
      }
    },
  };
}

async function wholeIfShort({ headers }: WireMessage, body: OutgoingBody): Promise<Buffer | undefined> {
  if (!(Number(headers['content-length'] ?? Number.NaN) <= wholeBody)) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

type AnswerStream = AsyncIterable<Uint8Array> & {
  destroy(error?: Error): unknown;
  on(event: 'error', f: () => void): unknown;
};

/** The answer's bytes; the connection is given up when they are not read to their end. */
function answerBody(
  stream: AnswerStream,
  { url, idleMs, ended }: { url: string; idleMs: number; ended: () => void },
): ReceivedAnswer['body'] {
  const source = stream[Symbol.asyncIterator]();
  // Errors reach the reader through the iterator; one that happens while nobody reads must not end the program.
  stream.on('error', () => undefined);
  let [reading, isOver] = [false, false];
  // Begun anew with every chunk. The silence of the peer is not the reader's, and is watched for by the client.
  const unread = setTimeout(() => {
    if (reading) return void unread.refresh();
    stream.destroy(new Unavailable(`The answer of ${url} was not read for ${idleMs / 1000} s.`));
    over();
  }, idleMs).unref();
  const over = () => {
    isOver = true;
    clearTimeout(unread);
    ended();
  };
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      reading = true;
      try {
        const result = await source.next();
        if (result.done) over();
        else if (!isOver) unread.refresh();
        return result;
      } catch (error) {
        over();
        if (error instanceof Unavailable) throw error;
        throw new Unavailable(`The answer of ${url} broke off: ${reasonOf(error)}.`, { cause: error });
      } finally {
        reading = false;
      }
    },
    async return() {
      over();
      stream.destroy();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
