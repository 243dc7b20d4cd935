import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../log.ts';
import type { WireEndpoint } from '../soap/endpoint-types.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { originOf } from './origin.ts';
import { PeerWait } from './peer-wait.ts';
import { sendProblem } from './problem.ts';
import { type DrainLimits, drainRequest, requestBody } from './request-body.ts';
import { writeAnswer } from './response-body.ts';

/** Bounds of one listener; times in milliseconds. There is none on the time or size of a whole request by default. */
export interface HttpLimits {
  /** Octets of the request line and headers, and the time for them to arrive. */
  readonly headerBytes: number;
  readonly headersMs: number;
  /** Longest wait for the peer to send or to take the next bytes. */
  readonly idleMs: number;
  /** How long a connection is kept between two requests. */
  readonly keepAliveMs: number;
  /** Largest announced request body; undefined: any. */
  readonly bodyBytes: number | undefined;
  /** What is read of a request that is already answered. */
  readonly drain: DrainLimits;
}

/** Room for any header a browser or stack sends, and for uploads of any length that keep moving. */
export const defaultHttpLimits: HttpLimits = {
  headerBytes: 32 << 10,
  headersMs: 60_000,
  idleMs: 120_000,
  keepAliveMs: 65_000,
  bodyBytes: undefined,
  drain: { bytes: 256 << 20, milliseconds: 30_000 },
};

/** PEM texts of a TLS listener; with `requireClientCertificate` only peers with a certificate of `ca` get in. */
export interface TlsServerOptions {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly ca?: string | Buffer;
  readonly requireClientCertificate?: boolean;
}

/** Answers plain HTTP at its path and below. */
export type HttpRoute = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What a listener is told. The maps are read at each request: what is added later is served. */
export interface HttpListenerOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Endpoints by exact path. */
  readonly soap: ReadonlyMap<string, WireEndpoint>;
  /** Plain handlers by the path they begin at; the longest match answers. */
  readonly routes?: ReadonlyMap<string, HttpRoute>;
  readonly tls?: TlsServerOptions;
  readonly limits?: Partial<HttpLimits>;
  /** Scheme and authority peers use, when it is not what this listener binds to. */
  readonly publicUrl?: string;
  readonly log: Logger;
}

/** A running listener. */
export interface HttpListener extends AsyncDisposable {
  readonly port: number;
  /** Scheme and authority, such as `http://127.0.0.1:8101`; paths are appended. */
  readonly url: string;
  /** Stops accepting, lets running requests finish for `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

/** Listens for HTTP or HTTPS. Throws an Error that names port and remedy when the port cannot be had. */
export async function listenHttp(options: HttpListenerOptions): Promise<HttpListener> {
  const limits = { ...defaultHttpLimits, ...options.limits };
  const running = new Map<ServerResponse, PeerWait>();
  const serving = new Set<Promise<void>>();
  const state = { closing: false, url: '' };
  const server = createHttpServer(options, limits, (request, response) => {
    const peer = new PeerWait();
    running.set(response, peer);
    if (state.closing) response.setHeader('connection', 'close');
    response.once('close', () => {
      running.delete(response);
      if (state.closing) server.closeIdleConnections();
    });
    const served = serve({ options, limits, url: state.url, peer }, request, response)
      .catch((error: unknown) => {
        options.log.error({ err: error }, 'an HTTP request failed');
        const detail = 'The request failed inside this service; its log has the cause.';
        sendProblem(response, { status: 500, detail });
      })
      .finally(() => serving.delete(served));
    serving.add(served);
  });
  await bindTo(server, options);
  const port = (server.address() as AddressInfo).port;
  state.url = options.publicUrl ?? `${options.tls ? 'https' : 'http'}://${hostInUrl(options.host)}:${port}`;
  const watch = setInterval(
    () => {
      for (const [response, peer] of running) if (peer.longerThan(limits.idleMs)) response.destroy();
    },
    Math.max(10, Math.min(5000, limits.idleMs / 4)),
  ).unref();
  const close = async (graceMs = 10_000) => {
    state.closing = true;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const grace = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(grace);
    clearInterval(watch);
    // Requests that were cut off still clean up and audit; a handler that ignores its signal is not waited for.
    const patience = new Promise((resolve) => setTimeout(resolve, 1000).unref());
    await Promise.race([Promise.allSettled(serving), patience]);
  };
  return { port, url: state.url, close, [Symbol.asyncDispose]: () => close() };
}

function createHttpServer({ tls }: HttpListenerOptions, limits: HttpLimits, listener: RequestListener): Server {
  const bounds = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    // Uploads may last for hours as long as they move; silence is watched for with `idleMs`.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.max(10, Math.min(5000, limits.headersMs / 4)),
    highWaterMark: 256 << 10,
    noDelay: true,
  };
  if (tls === undefined) return createServer(bounds, listener);
  const { requireClientCertificate = false, ...pem } = tls;
  const clients = { requestCert: requireClientCertificate, rejectUnauthorized: requireClientCertificate };
  return createTlsServer({ ...bounds, ...pem, ...clients, minVersion: 'TLSv1.2' }, listener);
}

function bindTo(server: Server, { host, port }: HttpListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(bindTrouble(error, host, port), { cause: error })),
    );
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
}

function bindTrouble(error: NodeJS.ErrnoException, host: string, port: number): string {
  const remedy: Record<string, string> = {
    EADDRINUSE: 'is in use by another program: stop that one, or configure another port (0 picks a free one)',
    EACCES: 'may not be used by this user: configure a port above 1023',
    EADDRNOTAVAIL: 'cannot be listened on: no network interface of this machine has that address',
  };
  return `Port ${port} on ${host} ${remedy[error.code ?? ''] ?? `cannot be listened on: ${error.message}`}.`;
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

interface Serving {
  readonly options: HttpListenerOptions;
  readonly limits: HttpLimits;
  readonly url: string;
  readonly peer: PeerWait;
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0]!;
  const endpoint = serving.options.soap.get(path);
  if (endpoint !== undefined) return serveSoap(serving, endpoint, request, response);
  const route = routeFor(serving.options.routes, path);
  if (route !== undefined) return route(request, response);
  await refuse(serving, request, response, { status: 404, detail: `Nothing is served at ${path}.` });
}

function routeFor(routes: HttpListenerOptions['routes'], path: string): HttpRoute | undefined {
  let longest = '';
  for (const base of routes?.keys() ?? []) {
    const below = path === base || path.startsWith(base.endsWith('/') ? base : `${base}/`);
    if (below && base.length > longest.length) longest = base;
  }
  return routes?.get(longest);
}

async function serveSoap(
  serving: Serving,
  endpoint: WireEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { limits, peer, url } = serving;
  if (request.method !== 'POST') {
    const listener = { url, fixed: serving.options.publicUrl !== undefined };
    const problem = describeEndpoint({ endpoint, request, response, listener });
    return problem === undefined ? undefined : refuse(serving, request, response, problem);
  }
  if (Number(request.headers['content-length'] ?? 0) > (limits.bodyBytes ?? Number.POSITIVE_INFINITY)) {
    const detail = `A message may have ${limits.bodyBytes} octets here.`;
    return refuse(serving, request, response, { status: 413, detail });
  }
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const origin = originOf(request, url, gone.signal);
  // Node joins repeated headers, set-cookie aside, which no request has.
  const headers = request.headers as Record<string, string>;
  const answer = await endpoint.handle({ headers, body: requestBody(request, peer) }, origin);
  await writeAnswer(response, answer, peer);
  await drainRequest(request, limits.drain);
}

async function refuse(
  { limits }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
  problem: Parameters<typeof sendProblem>[1],
): Promise<void> {
  sendProblem(response, problem);
  await drainRequest(request, limits.drain);
}
