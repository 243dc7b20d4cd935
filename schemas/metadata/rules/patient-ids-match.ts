import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

/** All new objects are about one patient — ITI TF-2 3.42.4.1.3.3.3. */
export const patientIdsMatch: Rule<Submission> = {
  id: 'patient-ids-match',
  source: tf2('3.42.4.1.3.3.3'),
  statement: 'Each DocumentEntry and Folder of a submission has the patientId of the SubmissionSet.',
  code: 'XDSPatientIdDoesNotMatch',
  *check({ submissionSets, documentEntries, folders }) {
    const expected = submissionSets[0]?.patientId;
    if (!expected) return;
    for (const { entryUUID, patientId } of [...documentEntries, ...folders]) {
      if (!patientId || patientId === expected) continue;
      yield { at: `${entryUUID}.patientId`, found: `${patientId}, while the SubmissionSet has ${expected}` };
    }
  },
};
