import type { DescribeAudit } from '../../runtime/transaction.ts';
import { auditEvent, eventIds, iheTransaction, patientObject } from '../../schemas/audit/describe.ts';
import { acknowledgedOutcome, partiesOf } from '../../schemas/hl7v2/audit.ts';
import { formatPatientId } from '../../schemas/hl7v2/identifier.ts';
import type { LinkChangeRequest, LinkChangeResponse } from './messages.ts';

/** The audit event of a link change, the same on both sides: an Update of every patient named — ITI TF-2 3.64.5.1. */
export const describeLinkChange: DescribeAudit<LinkChangeRequest, LinkChangeResponse> = (exchange) => {
  const { request } = exchange;
  if (request === undefined) return [];
  const details = [{ type: 'MSH-10', value: request.header.controlId }];
  return [
    auditEvent(exchange, {
      eventId: eventIds.patientRecord,
      eventType: iheTransaction('ITI-64', 'Notify XAD-PID Link Change'),
      action: 'U',
      outcome: acknowledgedOutcome(exchange),
      participants: partiesOf(request.header),
      objects: [...request.identifiers, ...request.priorIdentifiers].map((identifier) =>
        patientObject(formatPatientId(identifier), details),
      ),
    }),
  ];
};
