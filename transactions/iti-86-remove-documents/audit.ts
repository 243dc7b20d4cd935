import type { DescribeAudit, Exchange } from '../../runtime/transaction.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { auditEvent, documentObject, eventIds, iheTransaction } from '../../schemas/audit/describe.ts';
import { type Outcome, outcomeFromErrors, outcomeOf } from '../../schemas/audit/outcome.ts';
import type { DocumentRequest } from '../../schemas/ebrs/messages.ts';
import { concerns } from '../../schemas/errors/concerns.ts';
import type { RemoveDocumentsRequest, RemoveDocumentsResponse } from './messages.ts';

type RemovalExchange = Exchange<RemoveDocumentsRequest, RemoveDocumentsResponse>;

const eventType = iheTransaction('ITI-86', 'Remove Documents');
/** ParticipantObjectDataLifeCycle: permanent erasure — DICOM PS3.15 A.5.2. */
const erased = 15;

/**
 * What both sides of ITI-86 record: a deletion in the patient record — ITI Supplement RMD 3.86.5.1. A PartialSuccess
 * gives two events, one listing what was removed and one what was not; an error names its document.
 */
export const describeRemoveDocuments: DescribeAudit<RemoveDocumentsRequest, RemoveDocumentsResponse> = (exchange) => {
  const asked = exchange.request?.documents ?? [];
  if (!('response' in exchange.outcome) || exchange.outcome.response.status !== 'PartialSuccess') {
    return [event(exchange, asked, outcomeOf(exchange))];
  }
  const { errors } = exchange.outcome.response;
  const failures = errors.filter((error) => error.severity === 'Error');
  const failed = asked.filter(({ documentUniqueId: id }) => failures.some((error) => concerns(error, id)));
  const removed = asked.filter((document) => !failed.includes(document));
  const remarks = errors.filter((error) => error.severity === 'Warning');
  return [event(exchange, removed, outcomeFromErrors(remarks)), event(exchange, failed, outcomeFromErrors(failures))];
};

function event(exchange: RemovalExchange, documents: readonly DocumentRequest[], outcome: Outcome): AuditEvent {
  const objects = documents.map((document) => ({ ...documentObject(document), lifeCycle: erased }));
  return auditEvent(exchange, { eventId: eventIds.patientRecord, eventType, action: 'D', outcome, objects });
}
