import type { DescribeAudit } from '../../runtime/transaction.ts';
import { iheTransaction, submissionEvent } from '../../schemas/audit/describe.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../iti-42-register-document-set-b/messages.ts';

const eventType = iheTransaction('ITI-57', 'Update Document Set');

/** What both sides of ITI-57 record: Export at the administrator, Import at the registry, action Update — ITI TF-2 3.57.5. */
export const describeUpdate: DescribeAudit<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = (exchange) => [
  submissionEvent(exchange, eventType, { action: 'U' }),
];
