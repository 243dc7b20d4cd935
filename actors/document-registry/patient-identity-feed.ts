import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import { feedAccepted, feedRefused } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type {
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { eventFromFeed } from './feed-event.ts';
import { type PatientFeed, recordFeed } from './record-feed.ts';

/** Patient Identity Feed at a Document Registry — ITI TF-2 3.8.4.1.4 and 3.8.4.2.4. Throws as `recordFeed` does. */
export function patientIdentityFeed(
  feed: PatientFeed,
): Handler<PatientIdentityFeedRequest, PatientIdentityFeedResponse> {
  return async (request, call) => {
    const findings = await recordFeed(feed, eventFromFeed(request), call);
    return findings.length === 0 ? feedAccepted(request) : feedRefused(request, hl7ErrorsFrom(findings));
  };
}
