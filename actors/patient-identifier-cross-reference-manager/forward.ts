import type { ClientCall } from '../../runtime/host.ts';
import type { Logger } from '../../runtime/log.ts';
import { sendPatientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/client.ts';
import type {
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import type { OutboxMessage, OutboxPlace } from './store/outbox.ts';
import type { Outbox } from './store.ts';

/** A Document Registry that is told of patients. */
export interface ForwardPeer {
  /** Its address, as the outbox names it. */
  readonly peer: string;
  readonly call: ClientCall<PatientIdentityFeedRequest, PatientIdentityFeedResponse>;
}

/** What forwarding is told; times in milliseconds. */
export interface ForwardOptions {
  readonly outbox: Outbox;
  readonly peers: readonly ForwardPeer[];
  /** Until a peer that did not answer is tried again. */
  readonly retryMs: number;
  /** Longest wait of `deliver`; what is under way then goes on in the background. */
  readonly patienceMs?: number;
  readonly log: Logger;
}

/** Sends what the outbox holds: per peer in order, each message until it is answered. */
export interface Forwarder extends AsyncDisposable {
  /**
   * Sends everything up to these places and resolves when that is done, or given up for now: never rejects, and does not
   * wait for a peer that is known not to answer.
   */
  deliver(places: readonly OutboxPlace[]): Promise<void>;
}

const defaultPatienceMs = 5000;
/** Answers "not now" (206 locked, 207 internal error) until a message is given up, so that one cannot stop the others for ever. */
const mostBusyAnswers = 100;

/** Begins with what an earlier run left in the outbox, a moment after the start, when peers of this process listen. */
export function startForwarder(options: ForwardOptions): Forwarder {
  const queues = new Map(options.peers.map((peer) => [peer.peer, new PeerQueue(peer, options)]));
  warnOfStrangers(queues, options).catch((error: unknown) =>
    options.log.warn({ err: error }, 'the outbox could not be looked at'),
  );
  return {
    async deliver(places) {
      await Promise.all(places.map(({ peer, entry }) => queues.get(peer)?.deliver(entry)));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...queues.values()].map((queue) => queue.stop()));
    },
  };
}

/** Messages for a peer that is no longer configured are kept, and said so. */
async function warnOfStrangers(queues: ReadonlyMap<string, PeerQueue>, { outbox, log }: ForwardOptions): Promise<void> {
  const strangers = (await outbox.waitingPeers()).filter((peer) => !queues.has(peer));
  if (strangers.length > 0) log.warn({ peers: strangers }, 'messages wait for peers that feedTo does not name');
}

/** The messages for one peer, one sending at a time. */
class PeerQueue {
  readonly #peer: ForwardPeer;
  readonly #options: ForwardOptions;
  readonly #stopped = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #answers = true;

  constructor(peer: ForwardPeer, options: ForwardOptions) {
    this.#peer = peer;
    this.#options = options;
    this.#sendAllIn(Math.min(options.retryMs, 1000));
  }

  async deliver(upTo: number): Promise<void> {
    if (!this.#answers) return;
    const patience = new AbortController();
    const wait = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.patienceMs ?? defaultPatienceMs);
      patience.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    await Promise.race([this.#takeTurn(() => this.#answers, upTo), wait]);
    patience.abort();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#retry);
    await this.#turn;
  }

  #sendAllIn(milliseconds: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#takeTurn(() => true), milliseconds);
    this.#retry.unref();
  }

  /** Turns follow one another; one whose peer failed a turn before it is worth nothing (`isWorth`). */
  #takeTurn(isWorth: () => boolean, upTo?: number): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#stopped.signal.aborted || !isWorth()) return;
      try {
        await this.#send(upTo);
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        const { log, retryMs } = this.#options;
        log.warn({ err: error, peer: this.#peer.peer }, 'a registry could not be told of patients; trying again later');
        this.#answers = false;
        this.#sendAllIn(retryMs);
      }
    });
    return this.#turn;
  }

  async #send(upTo: number | undefined): Promise<void> {
    const { outbox } = this.#options;
    for (;;) {
      const batch = await outbox.next(this.#peer.peer, upTo);
      if (batch.length === 0) return;
      for (const waiting of batch) await this.#sendOne(waiting);
    }
  }

  async #sendOne({ entry, message, busy }: OutboxMessage): Promise<void> {
    const { outbox, log } = this.#options;
    const { signal } = this.#stopped;
    const answer = await sendPatientIdentityFeed(this.#peer.call, message, { signal });
    const codes = answer.errors.map(({ code }) => code);
    if (answer.code !== 'AA' && codes.some((code) => code === '206' || code === '207') && busy < mostBusyAnswers) {
      await outbox.busy(entry);
      throw new Error(`The registry answered ${answer.code} with ${codes.join(', ')}.`);
    }
    if (answer.code !== 'AA') {
      const about = { peer: this.#peer.peer, messageId: message.header.controlId, answer: answer.code, codes };
      log.warn(about, 'a registry refused a patient identity feed message');
    }
    // Before the message leaves the outbox: whoever sees it gone may count on the peer.
    this.#answers = true;
    await outbox.answered(entry);
  }
}
