import type { Logger } from '../log.ts';
import { OutcomeUnknown } from '../unavailable.ts';
import { SoapFault } from './fault.ts';

/**
 * The life of one exchange at the endpoint: its abort signal, its deadline and its request body.
 *
 * The deadline counts the time without progress: it starts anew with every chunk that moves in or out, so that an
 * upload of hours is not cut off while it moves.
 */
export class CallScope {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #peer: AbortSignal;
  readonly #onPeerGone = () => this.#abort(new PeerGone());
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #log: Logger;
  /** How whoever waits for something is told that the exchange is aborted. */
  readonly #waiting = new Set<(reason: unknown) => void>();
  #closed = false;
  #onRequestRead = () => {};
  /** Resolves when no more of the request will be read: it has ended, or its reader has left it, or all is over. */
  readonly requestRead = new Promise<void>((resolve) => {
    this.#onRequestRead = resolve;
  });
  /** The request body; reading it throws the signal's reason once the exchange is aborted. */
  readonly body: AsyncIterable<Uint8Array>;

  constructor(exchange: { body: AsyncIterable<Uint8Array>; peer: AbortSignal; deadlineMs: number; log: Logger }) {
    const { peer, deadlineMs } = exchange;
    this.#peer = peer;
    this.#log = exchange.log;
    this.#iterator = exchange.body[Symbol.asyncIterator]();
    this.body = { [Symbol.asyncIterator]: () => ({ next: () => this.#next(), return: () => this.#leave() }) };
    this.#timer = setTimeout(() => this.#abort(new DeadlinePassed(deadlineMs)), deadlineMs);
    this.#timer.unref();
    if (peer.aborted) this.#onPeerGone();
    else peer.addEventListener('abort', this.#onPeerGone, { once: true });
  }

  /** From here on the exchange goes on without the connection its request came on. */
  detach(): void {
    this.#peer.removeEventListener('abort', this.#onPeerGone);
  }

  /** Aborted when the peer is gone or the deadline has passed; the reason is PeerGone or DeadlinePassed. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  progress(): void {
    if (!this.#closed) this.#timer.refresh();
  }

  /** The result of `work`, or a throw of the signal's reason as soon as it is aborted. */
  orAborted<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.signal.aborted) reject(this.signal.reason);
      this.#waiting.add(reject);
      const over = () => this.#waiting.delete(reject);
      work.then(
        (result) => {
          over();
          resolve(result);
        },
        (error: unknown) => {
          over();
          reject(error);
        },
      );
    });
  }

  /** Ends the exchange: no timer is left, and the source of the request body is told that nobody reads on. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.detach();
    this.#onRequestRead();
    // Not awaited: a source that is stuck in a read cannot be closed before that read ends.
    this.#iterator.return?.().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'the source of a request body could not be closed');
    });
  }

  #abort(reason: PeerGone | DeadlinePassed): void {
    this.#controller.abort(reason);
    for (const leave of this.#waiting) leave(this.signal.reason);
    this.#onRequestRead();
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#closed) throw new Error('The request was read after it had been answered.');
    try {
      const result = await this.orAborted(this.#iterator.next());
      this.progress();
      if (result.done) this.#onRequestRead();
      return result;
    } catch (error) {
      if (error === this.signal.reason) throw error;
      throw new SoapFault('Sender', 'The connection broke before the whole message had arrived.', { cause: error });
    }
  }

  /** A reader that stops early does not end the exchange: the rest is dropped when it is closed. */
  async #leave(): Promise<IteratorResult<Uint8Array>> {
    this.#onRequestRead();
    return { done: true, value: undefined };
  }
}

/** The peer closed the connection before it had its answer. */
export class PeerGone extends SoapFault {
  constructor() {
    super('Sender', 'The connection was closed before the answer was complete.');
    this.name = 'PeerGone';
  }
}

/** Nothing moved for too long; what the handler is at may still come to its end. */
export class DeadlinePassed extends OutcomeUnknown {
  constructor(deadlineMs: number) {
    super(`No progress for ${deadlineMs / 1000} s.`);
    this.name = 'DeadlinePassed';
  }
}
