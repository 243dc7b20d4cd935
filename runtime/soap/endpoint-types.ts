import type { Logger } from '../log.ts';
import type { SoapTransaction } from './transaction.ts';

/** What a handler knows of the call beside the request. */
export interface Call {
  /** wsa:MessageID: the thread through logs and audit. */
  readonly messageId: string;
  readonly caller: { readonly address: string; readonly certificateSubject?: string };
  /** Aborted when the peer is gone or the deadline has passed. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Answers one request. Violations go into the response; SoapFault and Unavailable may be thrown. */
export type Handler<Req, Res> = (request: Req, call: Call) => Promise<Res>;

/** An HTTP message without its transport: header names in lower case. */
export interface WireMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Where a request came from, as the transport saw it. */
export interface WireOrigin {
  readonly peerAddress: string;
  readonly localAddress: string;
  /** The endpoint's own public address. */
  readonly endpoint: string;
  readonly certificateSubject?: string;
  readonly signal: AbortSignal;
}

/** A document about an endpoint. */
export interface Description {
  readonly contentType: string;
  readonly text: string;
}

/** What answers HTTP messages at one path. */
export interface WireEndpoint {
  /**
   * The answer to a GET, by its query (`wsdl`, `xsd=name`); `address` is where the caller reached the endpoint. Undefined
   * when there is no such document.
   */
  describe?(query: string, address: string): Description | undefined;
  /** The whole protocol without a socket. The response body is lazy: it must be read to its end or destroyed. */
  handle(request: WireMessage, origin: WireOrigin): Promise<WireMessage & { readonly status: number }>;
}

/** All SOAP transactions of one actor at one path, chosen by wsa:Action. */
export interface SoapEndpoint extends WireEndpoint {
  serve<Req, Res>(transaction: SoapTransaction<Req, Res>, handler: Handler<Req, Res>): this;
}
