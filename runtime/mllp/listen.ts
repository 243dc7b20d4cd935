import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsServerOptions } from '../http/listen.ts';
import type { Logger } from '../log.ts';
import { type ConnectionLimits, defaultConnectionLimits, MllpConnection } from './connection.ts';
import type { MllpEndpoint } from './endpoint-types.ts';

/** Bounds of one listener; times in milliseconds. */
export interface MllpLimits extends ConnectionLimits {
  /** Connections at a time; more are closed at once. */
  readonly connections: number;
  /** How long `close` waits for messages being answered. */
  readonly closeMs: number;
}

/** What a listener is told. */
export interface MllpListenOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly endpoint: MllpEndpoint;
  readonly log: Logger;
  readonly tls?: TlsServerOptions;
  readonly limits?: Partial<MllpLimits>;
}

/** A running MLLP listener. */
export interface MllpListener {
  readonly port: number;
  /** `mllp://host:port`, or `mllps://` with TLS. */
  readonly url: string;
  /** Accepts nothing more, lets messages being answered finish, then closes every connection. */
  close(): Promise<void>;
}

/**
 * Listens for HL7 v2 messages, in plain TCP or TLS — ITI TF-2 C.2.1.
 *
 * Messages of one connection are answered one after the other, in order. Rejects with a sentence that names the port
 * when it cannot be had.
 */
export async function listenMllp(options: MllpListenOptions): Promise<MllpListener> {
  const limits = { ...defaultConnectionLimits, connections: 2000, closeMs: 10_000, ...options.limits };
  const { endpoint, log, host } = options;
  const connections = new Set<MllpConnection>();
  let url = '';
  const accept = (socket: Socket) => {
    // A peer may close its side after sending; the answer still goes out. Not so during a TLS handshake, whose socket
    // would stay behind half open.
    socket.allowHalfOpen = true;
    const connection = new MllpConnection(socket, { endpoint, limits, log, url });
    connections.add(connection);
    connection.finished.then(() => connections.delete(connection));
  };
  const server = createListener(options, accept);
  server.maxConnections = limits.connections;
  server.on('drop', () => log.warn({ limit: limits.connections }, 'a connection over the limit was closed'));
  await listening(server, options);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  url = `${options.tls === undefined ? 'mllp' : 'mllps'}://${shownHost}:${port}`;
  return { port, url, close: () => close(server, connections, limits.closeMs) };
}

function createListener({ tls, log }: MllpListenOptions, accept: (socket: Socket) => void): Server {
  const settings = { noDelay: true, keepAlive: true };
  if (tls === undefined) return createServer(settings, accept);
  const mutual = tls.requireClientCertificate === true;
  const server = createTlsServer(
    {
      ...settings,
      cert: tls.cert,
      key: tls.key,
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      requestCert: mutual,
      rejectUnauthorized: mutual,
      minVersion: 'TLSv1.2',
      handshakeTimeout: 10_000,
    },
    accept,
  );
  return server.on('tlsClientError', (error, socket) => {
    log.info({ reason: error.message }, 'a TLS connection failed');
    socket.destroy();
  });
}

function listening(server: Server, { host, port, log }: MllpListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'another program listens there; choose another mllpPort' : error.message;
      reject(new Error(`MLLP cannot listen at ${host}:${port}: ${reason}.`, { cause: error }));
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      server.on('error', (error) => log.error({ err: error }, 'the MLLP listener has trouble'));
      resolve();
    });
  });
}

async function close(server: Server, connections: ReadonlySet<MllpConnection>, closeMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const connection of connections) connection.stop();
  const patience = setTimeout(() => {
    for (const connection of connections) connection.abort();
  }, closeMs);
  await Promise.all([closed, ...[...connections].map((connection) => connection.finished)]);
  clearTimeout(patience);
}
