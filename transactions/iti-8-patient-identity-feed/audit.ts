import type { DescribeAudit } from '../../runtime/transaction.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { auditEvent, eventIds, iheTransaction, patientObject } from '../../schemas/audit/describe.ts';
import { acknowledgedOutcome, partiesOf } from '../../schemas/hl7v2/audit.ts';
import { type Identifier, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import type { FeedTrigger, PatientIdentityFeedRequest, PatientIdentityFeedResponse } from './messages.ts';

const actions: Readonly<Record<FeedTrigger, AuditEvent['action']>> = {
  A01: 'C',
  A04: 'C',
  A05: 'C',
  A08: 'U',
  A40: 'U',
};

/**
 * The audit events of one feed exchange, the same on both sides — ITI TF-2 3.8.5.1.
 *
 * An A40 is two events: Delete for the retired identifiers, Update for the surviving ones. Nothing is described of a
 * message that could not be decoded: there is no patient to speak of.
 */
export const describeAudit: DescribeAudit<PatientIdentityFeedRequest, PatientIdentityFeedResponse> = (exchange) => {
  const { request } = exchange;
  if (request === undefined) return [];
  const event = (action: AuditEvent['action'], identifiers: readonly Identifier[]) =>
    auditEvent(exchange, {
      eventId: eventIds.patientRecord,
      eventType: iheTransaction('ITI-8', 'Patient Identity Feed'),
      action,
      outcome: acknowledgedOutcome(exchange),
      participants: partiesOf(request.header),
      objects: [patientObject(cxList(identifiers), [{ type: 'MSH-10', value: request.header.controlId }])],
    });
  const retired = request.merge === undefined ? [] : [event('D', request.merge.priorIdentifiers)];
  return [...retired, event(actions[request.trigger] ?? 'C', request.patient.identifiers)];
};

/** PID-3 in one string: the object is one patient, however many identifiers name it. */
function cxList(identifiers: readonly Identifier[]): string {
  const cx = (identifier: Identifier) =>
    repetitionFromIdentifier(identifier)
      .map((component) => component.join('&'))
      .join('^');
  return identifiers.map(cx).join('~');
}
