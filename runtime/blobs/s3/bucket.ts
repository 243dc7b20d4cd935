import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { Agent } from 'undici';
import { Unavailable } from '../../unavailable.ts';
import { errorCodeOf, refusal, type S3Answer, worthRepeating } from './answer.ts';
import type { S3Settings } from './settings.ts';

/** One call of the S3 protocol. Every call made here may be repeated without harm. */
export interface S3Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Of the object, prefix included; absent for a call about the bucket. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** For error messages, as a verb: `store a document`. */
  readonly what: string;
  /** S3 error codes or statuses (`HTTP 404`) that are answers to the caller, not failures. */
  readonly expected?: readonly string[];
  /** Longest silence in milliseconds. */
  readonly patienceMs?: number;
  /** Tries in all, the first one included. */
  readonly tries?: number;
}

/** Octets of an object on the wire. */
export interface S3Content extends AsyncIterable<Uint8Array> {
  destroy(): unknown;
}

/** A bucket behind one endpoint, by path-style addresses and signature version 4. */
export interface S3Bucket {
  readonly settings: S3Settings;
  /** Carries a call out, repeated with growing pauses while the server is busy or the connection breaks. */
  call(call: S3Call): Promise<S3Answer & { readonly code: string }>;
  /** Octets `start` to `end` (exclusive) of an object, one try. Throws Unavailable. */
  read(key: string, start: number, end: number): Promise<S3Content>;
  /** Calls that are running fail. */
  close(): Promise<void>;
}

const firstPauseMs = 100;
const defaultTries = 5;
const defaultPatienceMs = 60_000;

/** Opens nothing yet: connections are made when called for. */
export function openBucket(settings: S3Settings): S3Bucket {
  const agent = new Agent({ connections: 64, pipelining: 1, connect: { timeout: 5_000, noDelay: true } });
  const keys = new Map<string, ArrayBuffer>();
  const closing = new AbortController();
  const send = (call: S3Call) => sendOnce({ settings, agent, keys }, call);
  return {
    settings,
    call: (call) => sendUntilAnswered(send, call, closing.signal),
    read: async (key, start, end) => {
      const range = `bytes=${start}-${end - 1}`;
      const call: S3Call = { method: 'GET', key, headers: { range }, what: 'give a document' };
      const response = await send(call).catch((cause: Error) => gone(call, cause));
      if (response.statusCode === 206 || (response.statusCode === 200 && start === 0)) {
        return response.body as S3Content;
      }
      const answer = { status: response.statusCode, headers: response.headers, body: await wholeOf(response.body) };
      throw refusal(call.what, answer, errorCodeOf(answer) || `HTTP ${answer.status}`);
    },
    close: () => {
      closing.abort();
      return agent.destroy();
    },
  };
}

interface Connection {
  readonly settings: S3Settings;
  readonly agent: Agent;
  /** Signing keys of the day. */
  readonly keys: Map<string, ArrayBuffer>;
}

async function sendOnce({ settings, agent, keys }: Connection, call: S3Call) {
  const { endpoint, region, bucket, accessKeyId, secretAccessKey, sessionToken } = settings;
  const url = new URL(call.key === undefined ? `/${bucket}` : `/${bucket}/${call.key}`, endpoint);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const body = call.body ?? new Uint8Array();
  // The server checks what arrived against this hash, also where no TLS protects it.
  const contentHash = createHash('sha256').update(body).digest('hex');
  const signed = await new AwsV4Signer({
    method: call.method,
    url: url.href,
    headers: { ...call.headers, 'x-amz-content-sha256': contentHash },
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: 's3',
    region,
    cache: keys,
  }).sign();
  const withBody = call.method === 'PUT' || call.method === 'POST';
  return agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: call.method,
    headers: { ...Object.fromEntries(signed.headers), ...(withBody ? { 'content-length': String(body.length) } : {}) },
    ...(withBody ? { body } : {}),
    headersTimeout: call.patienceMs ?? defaultPatienceMs,
    bodyTimeout: defaultPatienceMs,
    highWaterMark: 256 << 10,
  });
}

async function sendUntilAnswered(
  send: (call: S3Call) => ReturnType<typeof sendOnce>,
  call: S3Call,
  closing: AbortSignal,
): Promise<S3Answer & { readonly code: string }> {
  const tries = call.tries ?? defaultTries;
  for (let attempt = 1; ; attempt++) {
    const isLast = () => attempt >= tries || closing.aborted;
    try {
      const response = await send(call);
      const body = await wholeOf(response.body);
      const answer = { status: response.statusCode, headers: response.headers, body };
      const code = errorCodeOf(answer);
      if (code === '' || isExpected(call, answer, code)) return { ...answer, code };
      if (isLast() || !worthRepeating(answer, code)) throw refusal(call.what, answer, code);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      if (isLast()) gone(call, error as Error);
    }
    // Callers that failed together should not come back together.
    const pause = firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random());
    await sleep(pause, undefined, { signal: closing }).catch(() => undefined);
  }
}

function isExpected({ expected = [] }: S3Call, { status }: S3Answer, code: string): boolean {
  return expected.includes(code) || expected.includes(`HTTP ${status}`);
}

async function wholeOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function gone({ what }: S3Call, cause: Error): never {
  const reason = (cause as NodeJS.ErrnoException).code ?? cause.name;
  throw new Unavailable(`The object storage does not ${what}: ${reason}.`, { cause });
}
