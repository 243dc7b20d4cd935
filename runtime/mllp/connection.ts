import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Logger } from '../log.ts';
import type { MllpEndpoint, MllpOrigin } from './endpoint-types.ts';
import { defaultFrameLimits, type FrameLimits, FrameReader, frameOf } from './frame.ts';

/** Bounds of one connection; times in milliseconds. */
export interface ConnectionLimits extends FrameLimits {
  /** How long a connection is kept between two messages. */
  readonly idleMs: number;
  /** How long one frame may take to arrive, and one answer to be taken. */
  readonly frameMs: number;
}

/** 5 minutes idle, 30 seconds for a frame. */
export const defaultConnectionLimits: ConnectionLimits = { ...defaultFrameLimits, idleMs: 300_000, frameMs: 30_000 };

/** What a connection is given. */
export interface ConnectionSettings {
  readonly endpoint: MllpEndpoint;
  readonly limits: ConnectionLimits;
  readonly log: Logger;
  /** The listener's own address. */
  readonly url: string;
}

/** One accepted connection: frames in, answers out, strictly one after the other. */
export class MllpConnection {
  /** Resolves when the socket is closed; never rejects. */
  readonly finished: Promise<void>;
  readonly #socket: Socket;
  readonly #settings: ConnectionSettings;
  readonly #gone = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #stopping = false;

  constructor(socket: Socket, settings: ConnectionSettings) {
    this.#socket = socket;
    this.#settings = settings;
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.once('close', () => this.#gone.abort());
    this.finished = Promise.all([closed, this.#serve()]).then(() => clearTimeout(this.#timer));
  }

  /** Ends the connection after the message being answered, at once when there is none. */
  stop(): void {
    this.#stopping = true;
    if (!this.#busy) this.abort();
  }

  /** Ends the connection now. */
  abort(): void {
    this.#socket.destroy();
  }

  async #serve(): Promise<void> {
    const { limits, log } = this.#settings;
    const reader = new FrameReader(limits);
    const peer = this.#socket.remoteAddress;
    try {
      this.#within(limits.idleMs, 'idle');
      for await (const piece of this.#socket) {
        const wasMidFrame = reader.midFrame;
        const { messages, error } = reader.read(piece as Uint8Array);
        if (!(await this.#answerAll(messages))) break;
        if (error !== undefined) throw error;
        if (!reader.midFrame) this.#within(limits.idleMs, 'idle');
        // The time of a frame runs from its first byte; later pieces do not extend it.
        else if (!wasMidFrame || messages.length > 0) this.#within(limits.frameMs, 'incomplete frame');
      }
      const cut = reader.end();
      if (cut !== undefined) throw cut;
      this.#socket.end();
    } catch (error) {
      log.info({ peer, reason: (error as Error).message }, 'an MLLP connection was closed');
    }
    // What is written still goes out; then both directions are closed.
    if (!this.#socket.destroyed) this.#socket.destroySoon();
  }

  /** False when the connection is to be given up. */
  async #answerAll(messages: readonly Uint8Array[]): Promise<boolean> {
    for (const message of messages) {
      this.#busy = true;
      clearTimeout(this.#timer);
      const answer = await this.#settings.endpoint.handle(message, this.#origin());
      this.#within(this.#settings.limits.frameMs, 'answer not taken');
      await this.#write(frameOf(answer));
      this.#busy = false;
      if (this.#stopping) return false;
    }
    return true;
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error('the peer is gone'));
      // A socket destroyed under a pending write may never call back.
      this.#gone.signal.addEventListener('abort', lost, { once: true });
      this.#socket.write(bytes, (error) => {
        // A connection lives for thousands of messages: nothing of one may stay.
        this.#gone.signal.removeEventListener('abort', lost);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  #within(milliseconds: number, why: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#settings.log.info({ peer: this.#socket.remoteAddress, why }, 'an MLLP connection timed out');
      this.#socket.destroy();
    }, milliseconds);
  }

  #origin(): MllpOrigin {
    const { remoteAddress = '', localAddress = '' } = this.#socket;
    const subject = this.#socket instanceof TLSSocket ? subjectOf(this.#socket) : undefined;
    return {
      peerAddress: remoteAddress,
      localAddress,
      endpoint: this.#settings.url,
      signal: this.#gone.signal,
      ...(subject === undefined ? {} : { certificateSubject: subject }),
    };
  }
}

function subjectOf(socket: TLSSocket): string | undefined {
  const subject = socket.getPeerCertificate()?.subject as Record<string, string | string[]> | undefined;
  if (subject === undefined) return undefined;
  return Object.entries(subject)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
