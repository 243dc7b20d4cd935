import type { AuditEvent } from '../schemas/audit/audit-event.ts';
import type { Logger } from './log.ts';
import type { Config } from './read-config.ts';
import { recording } from './recording.ts';
import { openAnswerDelivery } from './soap/answer-delivery.ts';
import { createSoapEndpoint } from './soap/endpoint.ts';
import type { SoapEndpoint, WireEndpoint } from './soap/endpoint-types.ts';
import type { AnswerDelivery } from './soap/exchange.ts';
import { parseReplyPattern } from './soap/reply-addresses.ts';
import { createReplyInbox, type ReplyInbox } from './soap/reply-inbox.ts';
import type { SoapTransaction } from './soap/transaction.ts';

/** What the SOAP side of one actor is told. */
export interface ActorSoapOptions {
  readonly listen: Config['listen'];
  readonly log: Logger;
  readonly audit: (events: readonly AuditEvent[]) => Promise<void>;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer; readonly ca?: Buffer };
  /** Told the id of each transaction that is served. */
  readonly served: (id: string) => void;
  /** Scheme and authority of the actor's listener, once it listens. */
  readonly url: () => string | undefined;
}

/** The SOAP endpoints and reply inboxes of one actor, by their paths. */
export class ActorSoap {
  readonly #options: ActorSoapOptions;
  readonly #delivery: AnswerDelivery;
  readonly #endpoints = new Map<string, SoapEndpoint>();
  readonly #recorders = new Map<string, SoapEndpoint>();
  /** wsa:Action of a request to the path of its endpoint. */
  readonly #actions = new Map<string, string>();
  /** What the listener serves. */
  readonly paths = new Map<string, WireEndpoint>();
  /** Ids of the transactions served at each path. */
  readonly ids = new Map<string, string[]>();

  constructor(options: ActorSoapOptions) {
    const { replyTo, attempts, retrySeconds } = options.listen.asynchronous;
    this.#options = options;
    this.#delivery = openAnswerDelivery({
      // The configuration has been checked.
      replyTo: replyTo.map((entry) => parseReplyPattern(entry)!),
      attempts,
      retryMs: retrySeconds * 1000,
      connections: options.tls === undefined ? {} : { tls: options.tls },
      log: options.log,
    });
  }

  /** The endpoint at a path; the same one each time. */
  endpoint(at: string): SoapEndpoint {
    const known = this.#recorders.get(at);
    if (known !== undefined) return known;
    const { log, audit, listen, served } = this.#options;
    const { securityHeader, addressing } = listen;
    const endpoint = createSoapEndpoint({ log, audit, securityHeader, addressing, delivery: this.#delivery });
    const ids: string[] = [];
    const recorder = recording(endpoint, (id, transaction) => {
      served(id);
      ids.push(id);
      this.#actions.set((transaction as SoapTransaction<unknown, unknown>).action.request, at);
    });
    this.#bind(at, endpoint);
    this.#endpoints.set(at, endpoint);
    this.#recorders.set(at, recorder);
    this.ids.set(at, ids);
    return recorder;
  }

  /** An inbox at a path of its own, for answers to what this actor asks. */
  replies(at: string): ReplyInbox {
    const address = () => {
      const url = this.#options.url();
      if (url === undefined) throw new Error(`Nothing can be asked with answers to ${at} before this actor listens.`);
      return url + at;
    };
    const inbox = createReplyInbox({ address, log: this.#options.log });
    this.#bind(at, inbox);
    return inbox;
  }

  /** The endpoint that serves a wsa:Action, with its path. */
  serving(action: string): { readonly endpoint: SoapEndpoint; readonly at: string } | undefined {
    const at = this.#actions.get(action);
    const endpoint = at === undefined ? undefined : this.#endpoints.get(at);
    return endpoint === undefined ? undefined : { endpoint, at: at! };
  }

  /** Waits for answers on their way, for a while. */
  close(): Promise<void> {
    return this.#delivery.close();
  }

  #bind(at: string, endpoint: WireEndpoint): void {
    if (this.paths.has(at)) throw new Error(`${at} is served already.`);
    this.paths.set(at, endpoint);
  }
}
