import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { dtmFromDate } from '../../schemas/datatypes/dtm.ts';
import { checkAll } from '../../schemas/rule.ts';
import type {
  PatientIdentityFeedV3Request,
  PatientIdentityFeedV3Response,
} from '../../transactions/iti-44-patient-identity-feed-hl7v3/messages.ts';
import { feedV3Accepted, feedV3Refused } from '../../transactions/iti-44-patient-identity-feed-hl7v3/refuse.ts';
import { feedV3Rules } from '../../transactions/iti-44-patient-identity-feed-hl7v3/rules/rules.ts';
import { eventFromFeedV3 } from './feed-event.ts';
import { type PatientFeed, recordFeed } from './record-feed.ts';

/**
 * Patient Identity Feed HL7 V3 at a Document Registry — ITI TF-2 3.44.4.1.3 and 3.44.4.2.3: the same effects as ITI-8.
 * Throws as `recordFeed` does.
 */
export function patientIdentityFeedHl7v3(
  feed: PatientFeed & { readonly now: () => Date },
): Handler<PatientIdentityFeedV3Request, PatientIdentityFeedV3Response> {
  return async (request, call) => {
    const at = dtmFromDate(feed.now());
    const broken = await checkAll(feedV3Rules, request, undefined);
    const findings = broken.length > 0 ? broken : await recordFeed(feed, eventFromFeedV3(request), call);
    return findings.length === 0 ? feedV3Accepted(request, at) : feedV3Refused(request, findings, at);
  };
}
