import type { WireMessage } from './endpoint-types.ts';

/** What comes back from a peer. */
export interface ReceivedAnswer extends WireMessage {
  readonly status: number;
  /** IP or host name of the other end (or `local` inside one process), and of this one, for the audit. */
  readonly peerAddress: string;
  readonly localAddress: string;
}

/**
 * The way to one peer. `send` rejects with Unavailable when there is no answer; an answer's body fails with Unavailable
 * when it breaks off. Leaving an answer's body early, or not reading it for long, frees the connection.
 */
export interface SoapTransport {
  /** The peer's endpoint address: wsa:To, and the endpoint in the audit. */
  readonly endpoint: string;
  send(message: WireMessage, signal: AbortSignal): Promise<ReceivedAnswer>;
}
