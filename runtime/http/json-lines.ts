import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Unavailable } from '../unavailable.ts';
import { defaultHttpLimits } from './listen.ts';
import { sendProblem } from './problem.ts';
import { drainRequest } from './request-body.ts';

/** A resource cannot be read as asked; the text tells what to change. */
export class BadParameter extends Error {}

/** One page of a resource: which part of it is asked for. */
export interface PageRequest {
  readonly url: URL;
  /** True when the peer went away. */
  readonly gone: () => boolean;
}

/**
 * Serves a long list as JSON lines (`application/x-ndjson`), a line per value, written as fast as the reader takes them.
 *
 * A list that breaks off cuts the connection, so that its end is never taken for the whole; `method` is GET unless given.
 * BadParameter is answered 400, Unavailable before the first line 503.
 */
export function jsonLines(
  lines: (request: PageRequest) => AsyncIterable<object>,
  method: 'GET' | 'POST' = 'GET',
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      if (request.method === method) await writeLines(response, lines(pageRequest(request, response)));
      else
        sendProblem(response, { status: 405, detail: `This resource answers ${method}.`, headers: { allow: method } });
    } catch (error) {
      if (error instanceof BadParameter) sendProblem(response, { status: 400, detail: error.message });
      else if (error instanceof Unavailable) sendProblem(response, { status: 503, detail: error.message });
      else throw error;
    }
    await drainRequest(request, defaultHttpLimits.drain);
  };
}

function pageRequest(request: IncomingMessage, response: ServerResponse): PageRequest {
  return { url: new URL(request.url ?? '/', 'http://localhost'), gone: () => response.destroyed };
}

async function writeLines(response: ServerResponse, lines: AsyncIterable<object>): Promise<void> {
  for await (const line of lines) {
    if (response.destroyed) return;
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    if (!response.write(`${JSON.stringify(line)}\n`)) await drained(response);
  }
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.end();
}

/** Resolves when the peer takes more, or is gone. */
async function drained(response: ServerResponse): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(() => undefined);
  done.abort();
}

/** The only value of a query parameter that is a whole number within bounds; `fallback` when it is not given. */
export function wholeNumber(url: URL, name: string, bounds: { min: number; max: number; fallback: number }): number {
  const text = url.searchParams.get(name);
  if (text === null) return bounds.fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= bounds.min && value <= bounds.max) return value;
  throw new BadParameter(`${name} is a whole number from ${bounds.min} to ${bounds.max}, found ${text}.`);
}

/** Refuses parameters that the resource does not have: a misspelt one must not change what is answered. */
export function onlyParameters(url: URL, known: readonly string[]): void {
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new BadParameter(`There is no parameter ${unknown}; there are ${known.join(', ')}.`);
}
