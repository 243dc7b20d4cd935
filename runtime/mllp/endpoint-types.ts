import type { Handler } from '../soap/endpoint-types.ts';
import type { MllpTransaction } from './transaction.ts';

/** All HL7 v2 transactions of one actor on one MLLP port, chosen by MSH-9. */
export interface MllpEndpoint {
  serve<Req, Res>(transaction: MllpTransaction<Req, Res>, handler: Handler<Req, Res>): this;
  /** One frame's content in, the answer's content out; usable without a socket. */
  handle(
    message: Uint8Array,
    origin: { peerAddress: string; localAddress: string; endpoint: string },
  ): Promise<Uint8Array>;
}
