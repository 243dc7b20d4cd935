import type { DescribeAudit, Exchange } from '../../runtime/transaction.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { auditEvent, documentObject, eventIds, iheTransaction } from '../../schemas/audit/describe.ts';
import { outcomeFromErrors, outcomeOf } from '../../schemas/audit/outcome.ts';
import type { DocumentRequest } from '../../schemas/ebrs/messages.ts';
import { concerns } from '../../schemas/errors/concerns.ts';
import type { RetrieveDocumentSetRequest, RetrieveDocumentSetResponse } from './messages.ts';

type RetrieveExchange = Exchange<RetrieveDocumentSetRequest, RetrieveDocumentSetResponse>;

const eventType = iheTransaction('ITI-43', 'Retrieve Document Set');

/**
 * What both sides of ITI-43 record: Import at the consumer, Export at the repository — ITI TF-2 3.43.6.
 *
 * A PartialSuccess gives two events, one listing what was handed over and one what failed. The documents themselves
 * are not looked at, since a received answer can be read only once: failed is what an error names.
 */
export const describeRetrieve: DescribeAudit<RetrieveDocumentSetRequest, RetrieveDocumentSetResponse> = (exchange) => {
  const requested = exchange.request?.documents ?? [];
  if (!('response' in exchange.outcome) || exchange.outcome.response.status !== 'PartialSuccess') {
    return [event(exchange, requested, outcomeOf(exchange))];
  }
  const { errors } = exchange.outcome.response;
  const failures = errors.filter((error) => error.severity === 'Error');
  const failed = requested.filter(({ documentUniqueId: id }) => failures.some((error) => concerns(error, id)));
  const served = requested.filter((document) => !failed.includes(document));
  const remarks = errors.filter((error) => error.severity === 'Warning');
  return [event(exchange, served, outcomeFromErrors(remarks)), event(exchange, failed, outcomeFromErrors(failures))];
};

function event(
  exchange: RetrieveExchange,
  documents: readonly DocumentRequest[],
  outcome: ReturnType<typeof outcomeOf>,
): AuditEvent {
  const fetched = exchange.side === 'initiator';
  return auditEvent(exchange, {
    eventId: fetched ? eventIds.import : eventIds.export,
    eventType,
    action: fetched ? 'C' : 'R',
    outcome,
    participants: { flow: 'retrieval' },
    objects: documents.map(documentObject),
  });
}
