import type { ClientCall } from '../../runtime/host.ts';
import type { PatientIdentityFeedRequest, PatientIdentityFeedResponse } from './messages.ts';

/** Sends one event to a PIX Manager or Document Registry — ITI TF-2 3.8. A refusal is an answer, not an exception. */
export function sendPatientIdentityFeed(
  call: ClientCall<PatientIdentityFeedRequest, PatientIdentityFeedResponse>,
  request: PatientIdentityFeedRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<PatientIdentityFeedResponse> {
  return call(request, options);
}
