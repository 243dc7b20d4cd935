import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { hl7v2 } from '../../../schemas/spec-ref.ts';
import type { PatientIdentityFeedRequest } from '../messages.ts';

const timeStamp = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:\d{2}(?:\d{2}(?:\d{2}(?:\.\d{1,4})?)?)?)?)?)?(?:[+-]\d{4})?$/;

/** PID-7 is a time stamp; only its calendar part is looked at closely. */
export const birthDate: Rule<PatientIdentityFeedRequest, void, Hl7ErrorCode> = {
  id: 'feed-birth-date',
  source: hl7v2('2.A.77'),
  statement: 'PID-7, when present, is a date of the calendar as YYYY[MM[DD[HHMM[SS]]]].',
  code: '102',
  *check({ patient }) {
    if (patient.birthDate && !isTimeStamp(patient.birthDate))
      yield { at: hl7Location('PID', 1, 7), found: patient.birthDate };
  },
};

function isTimeStamp(value: string): boolean {
  const [, year, month = '01', day = '01'] = timeStamp.exec(value) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
