import type { MllpTransaction } from '../../runtime/mllp/transaction.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { feedRefused } from './answers.ts';
import { describeAudit } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { PatientIdentityFeedRequest, PatientIdentityFeedResponse } from './messages.ts';
import { birthDate } from './rules/birth-date.ts';
import { mergeIdentifiersDiffer, priorIdentifierList } from './rules/merge-identifiers.ts';
import { patientIdentifierList } from './rules/patient-identifier-list.ts';
import { patientName } from './rules/patient-name.ts';

/** Patient Identity Feed, HL7 2.3.1 — ITI TF-2 3.8. */
export const patientIdentityFeed: MllpTransaction<PatientIdentityFeedRequest, PatientIdentityFeedResponse> = {
  kind: 'mllp',
  id: 'ITI-8',
  name: 'Patient Identity Feed',
  source: tf2('3.8'),
  message: { type: 'ADT', triggers: ['A01', 'A04', 'A05', 'A08', 'A40'] },
  version: '2.3.1',
  request: requestCodec,
  response: responseCodec,
  rules: [patientIdentifierList, patientName, birthDate, priorIdentifierList, mergeIdentifiersDiffer],
  refuse: (findings, request) => feedRefused(request, hl7ErrorsFrom(findings)),
  audit: describeAudit,
};
