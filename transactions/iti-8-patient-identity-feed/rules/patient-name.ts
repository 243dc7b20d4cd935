import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PatientIdentityFeedRequest } from '../messages.ts';

/** PID-5 is required; it cannot be deleted either. */
export const patientName: Rule<PatientIdentityFeedRequest, void, Hl7ErrorCode> = {
  id: 'feed-patient-name',
  source: tf2('3.8.4.1.2.3'),
  statement: 'PID-5 holds the name of the patient.',
  code: '101',
  *check({ patient }) {
    if (!patient.names) yield { at: hl7Location('PID', 1, 5), found: patient.names === null ? '""' : 'nothing' };
  },
};
