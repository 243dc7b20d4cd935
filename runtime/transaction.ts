import type { AuditContext, AuditEvent } from '../schemas/audit/audit-event.ts';
import type { SpecRef } from '../schemas/spec-ref.ts';

/** What every transaction says of itself, whatever its wire. */
export interface Transaction {
  readonly id: `${'ITI' | 'RAD'}-${number}`;
  readonly name: string;
  readonly source: SpecRef;
}

/** One finished exchange as the audit description sees it. */
export interface Exchange<Req, Res> extends AuditContext {
  /** Absent when the request could not be decoded. */
  readonly request?: Req;
  readonly outcome: { readonly response: Res } | { readonly fault: Error };
}

/** Describes one exchange: pure, one event or more — ITI TF-2 "Security Audit Considerations" of each transaction. */
export type DescribeAudit<Req, Res> = (exchange: Exchange<Req, Res>) => readonly AuditEvent[];
