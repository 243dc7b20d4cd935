import type { DescribeAudit } from '../../runtime/transaction.ts';
import {
  auditEvent,
  eventIds,
  iheTransaction,
  patientObject,
  submissionSetObject,
} from '../../schemas/audit/describe.ts';
import { outcomeOf } from '../../schemas/audit/outcome.ts';
import type { RegisterDocumentSetRequest, RegisterDocumentSetResponse } from './messages.ts';

const eventType = iheTransaction('ITI-42', 'Register Document Set-b');

/** What both sides of ITI-42 record: Export at the repository, Import at the registry — ITI TF-2 3.42.5.1. */
export const describeRegister: DescribeAudit<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = (exchange) => {
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
