import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PatientIdentityFeedRequest } from '../messages.ts';

/** PID-3 is required: without an identifier there is nothing to cross-reference. */
export const patientIdentifierList: Rule<PatientIdentityFeedRequest, void, Hl7ErrorCode> = {
  id: 'feed-patient-identifier-list',
  source: tf2('3.8.4.1.2.3'),
  statement: 'PID-3 holds at least one identifier, and each has an ID number (PID-3.1).',
  code: '101',
  *check({ patient }) {
    if (patient.identifiers.length === 0) yield { at: hl7Location('PID', 1, 3), found: 'nothing' };
    for (const [index, { id }] of patient.identifiers.entries())
      if (id === '' || id === '""')
        yield { at: hl7Location('PID', 1, 3, index + 1, 1), found: id === '' ? 'nothing' : id };
  },
};
