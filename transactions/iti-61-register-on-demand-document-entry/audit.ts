import type { DescribeAudit } from '../../runtime/transaction.ts';
import { iheTransaction, submissionEvent } from '../../schemas/audit/describe.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../iti-42-register-document-set-b/messages.ts';

const eventType = iheTransaction('ITI-61', 'Register On-Demand Document Entry');

/** What both sides of ITI-61 record: Export at the source, Import at the registry — ITI TF-2 3.61.5. */
export const describeRegisterOnDemand: DescribeAudit<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = (
  exchange,
) => [submissionEvent(exchange, eventType)];
