import type { DescribeAudit } from '../../runtime/transaction.ts';
import type { AuditCode } from '../../schemas/audit/audit-event.ts';
import {
  auditEvent,
  eventIds,
  iheTransaction,
  patientObject,
  submissionSetObject,
} from '../../schemas/audit/describe.ts';
import { outcomeOf } from '../../schemas/audit/outcome.ts';
import type { ProvideAndRegisterRequest, ProvideAndRegisterResponse } from './messages.ts';

/**
 * One event per exchange under the EventTypeCode given: Export at the source, Import at the repository — ITI TF-2
 * 3.41.5.1. RAD-68 is audited alike with its own code (RAD TF-2 4.68).
 */
export function describeProvideAndRegisterAs(
  eventType: AuditCode,
): DescribeAudit<ProvideAndRegisterRequest, ProvideAndRegisterResponse> {
  return (exchange) => {
    const sent = exchange.side === 'initiator';
    const submissionSets = exchange.request?.submission.submissionSets ?? [];
    const objects = submissionSets.flatMap(({ patientId, uniqueId }) => [
      ...(patientId === undefined ? [] : [patientObject(patientId)]),
      ...(uniqueId === undefined ? [] : [submissionSetObject(uniqueId)]),
    ]);
    return [
      auditEvent(exchange, {
        eventId: sent ? eventIds.export : eventIds.import,
        eventType,
        action: sent ? 'R' : 'C',
        outcome: outcomeOf(exchange),
        objects,
      }),
    ];
  };
}

/** What both sides of ITI-41 record — ITI TF-2 3.41.5.1. */
export const describeProvideAndRegister = describeProvideAndRegisterAs(
  iheTransaction('ITI-41', 'Provide and Register Document Set-b'),
);
