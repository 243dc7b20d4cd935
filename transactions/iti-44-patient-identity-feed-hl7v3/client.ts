import type { ClientCall } from '../../runtime/host.ts';
import type { PatientIdentityFeedV3Request, PatientIdentityFeedV3Response } from './messages.ts';

/** Sends one message of the feed. Throws SoapFault or Unavailable when there is no answer. */
export function sendFeedV3(
  call: ClientCall<PatientIdentityFeedV3Request, PatientIdentityFeedV3Response>,
  request: PatientIdentityFeedV3Request,
): Promise<PatientIdentityFeedV3Response> {
  return call(request);
}
