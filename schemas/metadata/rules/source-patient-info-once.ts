import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

const single = ['PID-7', 'PID-8'];

/** A patient has one birth date and one sex — ITI TF-3 4.2.3.2.23. */
export const sourcePatientInfoOnce: Rule<Submission> = {
  id: 'source-patient-info-once',
  source: tf3('4.2.3.2.23'),
  statement: 'sourcePatientInfo has PID-7 and PID-8 at most once each.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries }) {
    for (const { entryUUID, sourcePatientInfo } of documentEntries) {
      for (const field of single) {
        const count = sourcePatientInfo
          .filter((line) => line.startsWith(`${field}|`))
          .reduce((sum, line) => sum + line.split('~').length, 0);
        if (count > 1) yield { at: `${entryUUID}.sourcePatientInfo`, found: `${field} ${count} times` };
      }
    }
  },
};
