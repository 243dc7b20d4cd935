import type { DescribeAudit } from '../../runtime/transaction.ts';
import { iheTransaction, submissionEvent } from '../../schemas/audit/describe.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../iti-42-register-document-set-b/messages.ts';

const eventType = iheTransaction('ITI-92', 'Restricted Update Document Set');

/**
 * What both sides of ITI-92 record: Export at the initiator, Import at the responder, action Update, with the community
 * the submission names — ITI TF-2 3.92.5.
 */
export const describeRestrictedUpdate: DescribeAudit<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = (
  exchange,
) => [submissionEvent(exchange, eventType, { action: 'U', withHomeCommunity: true })];
