import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Unavailable } from '../unavailable.ts';
import { defaultFrameLimits, FrameReader, frameOf } from './frame.ts';
import type { MllpAnswer, MllpTransport } from './transport.ts';

/** How a peer is reached. */
export interface TcpTransportOptions {
  /** PEM texts for `mllps://`: the authorities to trust, and our certificate where the peer asks for one. */
  readonly tls?: { readonly ca?: string | Buffer; readonly cert?: string | Buffer; readonly key?: string | Buffer };
  /** Longest wait for a connection, in milliseconds; default 10 000. */
  readonly connectMs?: number;
  /** Longest wait for an answer, in milliseconds; default 30 000. */
  readonly answerMs?: number;
  /** Largest answer in bytes; default that of `defaultFrameLimits`. */
  readonly messageBytes?: number;
}

/**
 * A transport over one persistent TCP or TLS connection to `mllp://host:port` or `mllps://host:port`.
 *
 * The connection is made when first needed. One that the peer closed while it was idle is replaced, and the message sent
 * again if not a byte of an answer had come (HL7 v2 events may be delivered more than once). After a timeout the
 * connection is given up, so that a late answer cannot be taken for the next one's.
 */
export function tcpTransport(address: string, options: TcpTransportOptions = {}): MllpTransport {
  const target = targetOf(address);
  let connection: Connection | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function exchange(message: Uint8Array, signal: AbortSignal | undefined): Promise<MllpAnswer> {
    if (closed) throw new Unavailable(`The transport to ${address} is closed.`);
    signal?.throwIfAborted();
    const reused = connection?.usable === true;
    if (!reused) connection = new Connection(target, options);
    try {
      return await (connection as Connection).exchange(message, signal);
    } catch (error) {
      if (!(reused && error instanceof ClosedWhileIdle)) throw error;
      signal?.throwIfAborted();
      connection = new Connection(target, options);
      return connection.exchange(message, signal);
    }
  }

  return {
    endpoint: address,
    send(message, signal) {
      const mine = last.then(() => exchange(message, signal));
      last = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      closed = true;
      connection?.close();
    },
  };
}

/** The connection had served before and was closed before a byte of this answer: the message was never looked at. */
class ClosedWhileIdle extends Unavailable {}

interface Target {
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

function targetOf(address: string): Target {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const secure = url?.protocol === 'mllps:';
  if (url === undefined || (!secure && url.protocol !== 'mllp:') || url.port === '')
    throw new Error(`${address} is not an MLLP address: use mllp://host:port or mllps://host:port.`);
  return { address, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port), secure };
}

interface Waiting {
  readonly resolve: (answer: MllpAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** One socket, with at most one message on the way. */
class Connection {
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  readonly #target: Target;
  readonly #options: TcpTransportOptions;
  readonly #connected: Promise<void>;
  #waiting: Waiting | undefined;
  #answered = false;

  constructor(target: Target, options: TcpTransportOptions) {
    const { messageBytes = defaultFrameLimits.messageBytes } = options;
    this.#target = target;
    this.#options = options;
    this.#reader = new FrameReader({ messageBytes });
    this.#socket = open(target, options);
    this.#connected = connected(this.#socket, target, options.connectMs ?? 10_000);
    this.#socket.on('data', (piece: Uint8Array) => this.#received(piece));
    this.#socket.on('error', (cause) => this.#lost(cause));
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#lost());
  }

  get usable(): boolean {
    return !this.#socket.destroyed && this.#socket.writable && !this.#reader.midFrame;
  }

  async exchange(message: Uint8Array, signal?: AbortSignal): Promise<MllpAnswer> {
    const abort = () => this.#fail(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await this.#connected;
      return await this.#answerTo(message);
    } catch (error) {
      // Giving up closes the socket, which looks like a peer that cannot be reached while it is being connected.
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async #answerTo(message: Uint8Array): Promise<MllpAnswer> {
    const { answerMs = 30_000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<MllpAnswer>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        const late = new Unavailable(`${this.#target.address} did not answer within ${answerMs} ms.`);
        timer = setTimeout(() => this.#fail(late), answerMs);
        this.#socket.write(frameOf(message));
      });
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
      this.#answered = true;
    }
  }

  close(): void {
    this.#fail(new Unavailable(`The connection to ${this.#target.address} was closed.`));
  }

  #received(piece: Uint8Array): void {
    const { messages, error } = this.#reader.read(piece);
    const { remoteAddress: peerAddress = '', localAddress = '' } = this.#socket;
    const [message] = messages;
    if (this.#waiting !== undefined && message !== undefined && messages.length === 1)
      this.#waiting.resolve({ message, peerAddress, localAddress });
    else if (message !== undefined) this.#fail(new Unavailable(`${this.#target.address} sent more than one answer.`));
    if (error !== undefined)
      this.#fail(new Unavailable(`The answer of ${this.#target.address} is not MLLP: ${error.message}.`));
  }

  #lost(cause?: Error): void {
    const midFrame = this.#reader.midFrame;
    const when = midFrame ? 'in the middle of its answer' : 'without an answer';
    const Kind = this.#answered && !midFrame ? ClosedWhileIdle : Unavailable;
    this.#fail(new Kind(`${this.#target.address} closed the connection ${when}.`, { cause }));
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#socket.destroy();
  }
}

function open({ host, port, secure }: Target, { tls = {} }: TcpTransportOptions): Socket {
  if (!secure) return connect({ host, port, noDelay: true, keepAlive: true });
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = connectTls({ host, port, ...servername, ...tls, minVersion: 'TLSv1.2' });
  return socket.setNoDelay(true).setKeepAlive(true);
}

function connected(socket: Socket, { address, secure }: Target, connectMs: number): Promise<void> {
  const result = new Promise<void>((resolve, reject) => {
    const failed = (cause?: Error) => {
      clearTimeout(timer);
      reject(new Unavailable(`${address} cannot be reached${cause ? `: ${cause.message}` : ''}.`, { cause }));
    };
    const timer = setTimeout(() => {
      socket.destroy();
      failed(new Error(`no connection within ${connectMs} ms`));
    }, connectMs);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.once('error', failed);
    socket.once('close', () => failed());
  });
  // Awaited by the first exchange; until then a failure waits here.
  result.catch(() => undefined);
  return result;
}
