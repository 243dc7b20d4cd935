import type { DescribeAudit } from '../../runtime/transaction.ts';
import type { AuditCode } from '../../schemas/audit/audit-event.ts';
import { iheTransaction, submissionEvent } from '../../schemas/audit/describe.ts';
import type { ProvideAndRegisterRequest, ProvideAndRegisterResponse } from './messages.ts';

/** One event per exchange under the EventTypeCode given; RAD-68 is audited alike with its own code (RAD TF-2 4.68). */
export function describeProvideAndRegisterAs(
  eventType: AuditCode,
): DescribeAudit<ProvideAndRegisterRequest, ProvideAndRegisterResponse> {
  return (exchange) => [submissionEvent(exchange, eventType)];
}

/** What both sides of ITI-41 record — ITI TF-2 3.41.5.1. */
export const describeProvideAndRegister = describeProvideAndRegisterAs(
  iheTransaction('ITI-41', 'Provide and Register Document Set-b'),
);
