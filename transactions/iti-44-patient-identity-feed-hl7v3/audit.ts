import type { DescribeAudit } from '../../runtime/transaction.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { auditEvent, eventIds, iheTransaction, patientObject } from '../../schemas/audit/describe.ts';
import { outcomeOf } from '../../schemas/audit/outcome.ts';
import { formatPatientId } from '../../schemas/hl7v2/identifier.ts';
import {
  formatInstanceIdentifier,
  type InstanceIdentifier,
  identifierFromInstance,
} from '../../schemas/hl7v3/instance-identifier.ts';
import type { FeedInteraction, PatientIdentityFeedV3Request, PatientIdentityFeedV3Response } from './messages.ts';

const actions: Readonly<Record<FeedInteraction, AuditEvent['action']>> = {
  PRPA_IN201301UV02: 'C',
  PRPA_IN201302UV02: 'U',
  PRPA_IN201304UV02: 'U',
};

/**
 * The audit events of one feed exchange, the same on both sides — ITI TF-2 3.44.5.1. A 201304 is two: Delete for the
 * retired identifier, Update for the surviving one. Nothing is described of a message that could not be decoded.
 */
export const describeFeedV3: DescribeAudit<PatientIdentityFeedV3Request, PatientIdentityFeedV3Response> = (
  exchange,
) => {
  const { request, outcome } = exchange;
  if (request === undefined) return [];
  const value = formatInstanceIdentifier(request.transmission.id);
  const event = (action: AuditEvent['action'], identifiers: readonly InstanceIdentifier[]) =>
    auditEvent(exchange, {
      eventId: eventIds.patientRecord,
      eventType: iheTransaction('ITI-44', 'Patient Identity Feed'),
      action,
      outcome: outcomeOf({ request, outcome: 'fault' in outcome ? outcome : { response: toldOf(outcome.response) } }),
      objects: [patientObject(patientIds(identifiers), [{ type: 'II', value }])],
    });
  const surviving = request.patients.flatMap(({ identifiers }) => identifiers);
  const retired = request.interaction === 'PRPA_IN201304UV02' ? [event('D', request.priorIdentifiers)] : [];
  return [...retired, event(actions[request.interaction], surviving)];
};

/** Conditions and places only: the text of a detail holds values of the message. */
function toldOf({ code, details }: PatientIdentityFeedV3Response) {
  return {
    status: code === 'CA' ? 'Success' : 'Failure',
    errors: details.map(({ typeCode, code: condition, location }) => ({
      severity: typeCode === 'E' ? ('Error' as const) : ('Warning' as const),
      codeContext: location === undefined ? condition : `${condition} at ${location}`,
    })),
  };
}

/** In one string: the object is one patient, however many identifiers name it. */
function patientIds(identifiers: readonly InstanceIdentifier[]): string {
  return identifiers.map((id) => formatPatientId(identifierFromInstance(id))).join('~');
}
