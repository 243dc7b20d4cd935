import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import type { Hl7Message } from '../../schemas/hl7v2/message.ts';
import type { Decoded, Finding, Rule } from '../../schemas/rule.ts';
import type { DescribeAudit, Transaction } from '../transaction.ts';

export type { Hl7ErrorCode };

/** Both directions of one HL7 v2 message; pure. `decode` never throws: what is wrong becomes a finding. */
export interface Hl7Codec<T> {
  decode(message: Hl7Message): Decoded<T, Hl7ErrorCode>;
  encode(message: T): Hl7Message;
}

/** Definition of one HL7 v2 transaction over MLLP. */
export interface MllpTransaction<Req, Res> extends Transaction {
  readonly kind: 'mllp';
  /** Message type and trigger events served, such as ['ADT', ['A01', 'A04']]. */
  readonly message: { readonly type: string; readonly triggers: readonly string[] };
  /** MSH-12 of what we send. */
  readonly version: string;
  readonly request: Hl7Codec<Req>;
  readonly response: Hl7Codec<Res>;
  readonly rules: readonly Rule<Req, void, Hl7ErrorCode>[];
  /** How this transaction says no; the request may be only half decoded. */
  refuse(findings: readonly Finding<Hl7ErrorCode>[], request: Req): Res;
  readonly audit: DescribeAudit<Req, Res>;
}
