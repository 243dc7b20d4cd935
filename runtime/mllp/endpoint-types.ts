import type { Handler } from '../soap/endpoint-types.ts';
import type { MllpTransaction } from './transaction.ts';

/** Where a message came from, as the transport saw it. */
export interface MllpOrigin {
  readonly peerAddress: string;
  readonly localAddress: string;
  /** The endpoint's own address, `mllp://host:port`. */
  readonly endpoint: string;
  readonly certificateSubject?: string;
  /** Aborted when the peer is gone; absent: never. */
  readonly signal?: AbortSignal;
}

/** All HL7 v2 transactions of one actor on one MLLP port, chosen by MSH-9. */
export interface MllpEndpoint {
  serve<Req, Res>(transaction: MllpTransaction<Req, Res>, handler: Handler<Req, Res>): this;
  /** One frame's content in, the answer's content out; usable without a socket. Never rejects. */
  handle(message: Uint8Array, origin: MllpOrigin): Promise<Uint8Array>;
}
