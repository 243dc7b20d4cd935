/** SOAP 1.2 fault codes with the WS-Addressing subcodes of the SOAP binding — ITI TF-2 Appendix V.3. */
export type FaultSubcode =
  | 'ActionNotSupported'
  | 'MessageAddressingHeaderRequired'
  | 'InvalidAddressingHeader'
  | 'OnlyAnonymousAddressSupported'
  | 'ActionMismatch';

/**
 * Trouble of transport, addressing or XML: thrown anywhere below the endpoint, answered as a SOAP fault.
 * `reason` goes to the peer: it names what was wrong and never carries a stack trace or patient data.
 */
export class SoapFault extends Error {
  readonly code: 'Sender' | 'Receiver' | 'MustUnderstand' | 'VersionMismatch' | 'DataEncodingUnknown';
  readonly subcode: FaultSubcode | undefined;
  constructor(code: SoapFault['code'], reason: string, options?: { subcode?: FaultSubcode; cause?: unknown }) {
    super(reason, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SoapFault';
    this.code = code;
    this.subcode = options?.subcode;
  }
}
