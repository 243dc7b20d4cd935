import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { acknowledge, detailsFrom } from '../../schemas/hl7v3/acknowledgement.ts';
import type { Finding } from '../../schemas/rule.ts';
import type { PatientIdentityFeedV3Request, PatientIdentityFeedV3Response } from './messages.ts';

/** What a receiver answers that could not do its work: not taken, try again; the text says where to look. */
export function refuseFeed(
  errors: readonly RegistryError[],
  request?: PatientIdentityFeedV3Request,
): PatientIdentityFeedV3Response {
  const details = errors.map(({ codeContext }) => ({ typeCode: 'E' as const, code: '207', text: codeContext }));
  return acknowledge(request?.transmission, { code: 'CR', details });
}

/** The refusal of a message by what is wrong with it: nothing was stored. `at` is an HL7 TS. */
export function feedV3Refused(
  { transmission }: PatientIdentityFeedV3Request,
  findings: readonly Finding<Hl7ErrorCode>[],
  at: string,
): PatientIdentityFeedV3Response {
  return acknowledge(transmission, { code: 'CE', details: detailsFrom(findings), at });
}

/** The message is stored, or is one a receiver rightly ignores. */
export function feedV3Accepted(
  { transmission }: PatientIdentityFeedV3Request,
  at: string,
): PatientIdentityFeedV3Response {
  return acknowledge(transmission, { code: 'CA', details: [], at });
}
