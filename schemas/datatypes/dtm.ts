import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

const shape = /^\d{4}(\d{2}){0,5}$/;

/** DTM: `YYYY[MM[DD[hh[mm[ss]]]]]` in UTC, a moment of the calendar — ITI TF-3 Table 4.2.3.1.7-2. */
export const dtm: Datatype = {
  name: 'DTM',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    if (/[+-]\d{4}$|Z$/.test(value)) return 'has a time zone; DTM is UTC without one';
    if (value.includes('.')) return 'has a fraction of a second';
    if (!shape.test(value)) return 'is not YYYY[MM[DD[hh[mm[ss]]]]] in digits';
    return inCalendar(padDtm(value)) ? undefined : 'is no moment of the calendar';
  },
};

/** A legal DTM at full length, missing parts filled with the earliest moment: month and day 01, time 00. */
export function padDtm(value: string): string {
  return value + '00000101000000'.slice(value.length);
}

function inCalendar(full: string): boolean {
  const part = (from: number, to: number) => Number(full.slice(from, to));
  const [year, month, day, hour, minute, second] = [
    part(0, 4),
    part(4, 6),
    part(6, 8),
    part(8, 10),
    part(10, 12),
    part(12, 14),
  ];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return false;
  if (day <= 28) return true;
  // Day 0 of the next month is the last day of this one; years below 100 must not be read as 19xx.
  const last = new Date(Date.UTC(2000, 0, 1));
  last.setUTCFullYear(year, month, 0);
  return day <= last.getUTCDate();
}

/** The earliest moment a legal DTM can mean, or undefined for an illegal one. */
export function parseDtm(value: string): Date | undefined {
  if (dtm.check(value) !== undefined) return undefined;
  const full = padDtm(value);
  const iso = full.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
  return new Date(iso);
}

/** A moment as DTM with seconds, in UTC. */
export function dtmFromDate(moment: Date): string {
  return moment.toISOString().replace(/[-:T]/g, '').slice(0, 14);
}
