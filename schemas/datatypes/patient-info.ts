import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

const longest = 256;

/** One value of sourcePatientInfo: `PID-n|content` — ITI TF-3 4.2.3.2.23. */
export const patientInfoLine: Datatype = {
  name: 'sourcePatientInfo line',
  source: tf3('4.2.3.2.23'),
  check: (value) => {
    if (!/^PID-\d{1,2}\|/.test(value)) return 'is not of the form PID-n|value';
    return value.length > longest ? `is longer than ${longest} characters` : undefined;
  },
};
