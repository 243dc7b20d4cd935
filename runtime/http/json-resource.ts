import type { IncomingMessage, ServerResponse } from 'node:http';
import { SoapFault } from '../soap/fault.ts';
import { StorageFull, Unavailable } from '../unavailable.ts';
import { defaultHttpLimits } from './listen.ts';
import { sendProblem } from './problem.ts';
import { drainRequest } from './request-body.ts';

/** A request to a management resource that cannot be served as it is; `detail` tells the caller what to change. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** One request and where it is answered. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Answers one request of a resource; what is thrown becomes a problem — RFC 9457. What is left of the request body is read
 * and dropped after the answer, so that a peer that writes before it reads gets it.
 */
export async function answer({ request, response }: Exchange, work: () => Promise<Answer>): Promise<void> {
  try {
    sendJson(response, await work());
  } catch (error) {
    if (error instanceof Refusal) sendProblem(response, { status: error.status, detail: error.message });
    else if (error instanceof StorageFull) sendProblem(response, { status: 507, detail: error.message });
    else if (error instanceof Unavailable) sendProblem(response, { status: 503, detail: error.message });
    else if (error instanceof SoapFault)
      sendProblem(response, { status: 502, detail: `a peer refused: ${error.message}` });
    else throw error;
  }
  await drainRequest(request, defaultHttpLimits.drain);
}

/** What a resource answers with; `body` is sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function sendJson(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Refuses another method than those a resource has. */
export function requireMethod(request: IncomingMessage, response: ServerResponse, methods: readonly string[]): void {
  if (methods.includes(request.method ?? '')) return;
  response.setHeader('allow', methods.join(', '));
  throw new Refusal(405, `this resource answers ${methods.join(' and ')}, not ${request.method}`);
}

/** Refuses another Content-Type than those a resource reads. */
export function requireContentType(request: IncomingMessage, types: readonly string[]): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (!types.includes(type)) {
    throw new Refusal(415, `the Content-Type must be ${types.join(' or ')}, found ${type === '' ? 'none' : type}`);
  }
}

const mostJsonOctets = 64 << 10;

/** The body of a request to a management resource; refuses what is no JSON or larger than 64 KiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostJsonOctets) throw new Refusal(413, `the body is larger than ${mostJsonOctets} octets`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new Refusal(400, `the body is not JSON: ${(error as Error).message}`);
  }
}
