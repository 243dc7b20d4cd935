import { type AcknowledgmentCode, acknowledgmentCodeFor } from '../../schemas/hl7v2/conditions.ts';
import type { Hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import type { PatientIdentityFeedRequest, PatientIdentityFeedResponse } from './messages.ts';

/** The AA a receiver gives when the event is stored, or is one it rightly ignores. */
export function feedAccepted(request: PatientIdentityFeedRequest): PatientIdentityFeedResponse {
  return { code: 'AA', acknowledges: request.header.controlId, trigger: request.trigger, errors: [] };
}

/**
 * The refusal of an event; nothing was stored. `code` defaults to what the errors imply (AE, or AR for 200 to 203); a
 * foreign source or domain is refused with AR.
 */
export function feedRefused(
  request: PatientIdentityFeedRequest,
  errors: readonly Hl7Error[],
  code: AcknowledgmentCode = acknowledgmentCodeFor(errors.map((error) => error.code)),
): PatientIdentityFeedResponse {
  return { code, acknowledges: request.header.controlId, trigger: request.trigger, errors };
}
