import type { DescribeAudit } from '../../runtime/transaction.ts';
import { iheTransaction, submissionEvent } from '../../schemas/audit/describe.ts';
import type { RegisterDocumentSetRequest, RegisterDocumentSetResponse } from './messages.ts';

const eventType = iheTransaction('ITI-42', 'Register Document Set-b');

/** What both sides of ITI-42 record: Export at the repository, Import at the registry — ITI TF-2 3.42.5.1. */
export const describeRegister: DescribeAudit<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = (exchange) => [
  submissionEvent(exchange, eventType),
];
