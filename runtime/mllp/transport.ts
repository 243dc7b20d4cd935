/** An answer and the two ends it went between. */
export interface MllpAnswer {
  readonly message: Uint8Array;
  readonly peerAddress: string;
  readonly localAddress: string;
}

/** A way to one MLLP peer. Messages are exchanged one at a time, in the order they were handed over. */
export interface MllpTransport {
  /** `mllp://host:port`, `mllps://host:port`, or the address of an endpoint of this process. */
  readonly endpoint: string;
  /** Sends one message and waits for the answer. Rejects with Unavailable, or with the reason of `signal`. */
  send(message: Uint8Array, signal?: AbortSignal): Promise<MllpAnswer>;
  close(): Promise<void>;
}
