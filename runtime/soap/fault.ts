/** SOAP 1.2 fault codes with the WS-Addressing subcodes of the SOAP binding — ITI TF-2 Appendix V.3. */
export type FaultSubcode =
  | 'ActionNotSupported'
  | 'MessageAddressingHeaderRequired'
  | 'InvalidAddressingHeader'
  | 'OnlyAnonymousAddressSupported'
  | 'ActionMismatch';

/** What a fault may carry beside code and reason. */
export interface FaultOptions {
  readonly subcode?: FaultSubcode;
  readonly cause?: unknown;
  /** The trouble is the other side's: a fault it sent, or an answer that cannot be read. */
  readonly received?: boolean;
  /** HTTP status where the one of the SOAP HTTP binding (400 for Sender, 500 otherwise) says too little: 413, 415. */
  readonly status?: number;
  /** The header blocks that were not understood, or the one wsa header that is missing or wrong. */
  readonly headers?: readonly { readonly ns: string; readonly name: string }[];
  /** The wsa:Action that is not supported. */
  readonly action?: string;
}

/**
 * Trouble of transport, addressing or XML: thrown anywhere below the endpoint, answered as a SOAP fault.
 * `reason` goes to the peer: it names what was wrong and never carries a stack trace or patient data.
 */
export class SoapFault extends Error {
  readonly code: 'Sender' | 'Receiver' | 'MustUnderstand' | 'VersionMismatch' | 'DataEncodingUnknown';
  readonly subcode: FaultSubcode | undefined;
  readonly received: boolean;
  readonly status: number | undefined;
  readonly headers: NonNullable<FaultOptions['headers']>;
  readonly action: string | undefined;
  constructor(code: SoapFault['code'], reason: string, options: FaultOptions = {}) {
    super(reason, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SoapFault';
    this.code = code;
    this.subcode = options.subcode;
    this.received = options.received ?? false;
    this.status = options.status;
    this.headers = options.headers ?? [];
    this.action = options.action;
  }
}
