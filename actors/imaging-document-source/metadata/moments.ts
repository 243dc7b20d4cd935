import { dtm, dtmFromDate, padDtm } from '../../../schemas/datatypes/dtm.ts';

/**
 * A DICOM date and time, with the offset of its zone (`+0100`), as DTM in UTC of the same precision — DICOM PS3.3
 * C.12.1.1.8, ITI TF-3 4.2.3.2.18. Without at least an hour only the date is kept, as it stands: a day has no zone.
 * Undefined when the date cannot be read.
 */
export function dtmFromDicom(date: string | undefined, time: string | undefined, offset: string): string | undefined {
  // Dates of ACR-NEMA files have dots, times colons.
  const day = (date ?? '').replaceAll('.', '');
  if (!/^\d{8}$/.test(day) || dtm.check(day) !== undefined) return undefined;
  const digits = /^\d{2}(\d{2}(\d{2})?)?/.exec((time ?? '').replaceAll(':', ''))?.[0] ?? '';
  // A leap second is counted to the minute it ends.
  const local = day + digits.replace(/^(\d{4})60$/, '$159');
  if (digits === '' || dtm.check(local) !== undefined) return day;
  const full = padDtm(local).replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6');
  const shifted = new Date(`${full}${offset.slice(0, 3)}:${offset.slice(3)}`);
  return dtmFromDate(shifted).slice(0, Math.max(local.length, offset.endsWith('00') ? 0 : 12));
}

/** A moment as DICOM date and time in the zone of an offset. */
export function dicomFromDate(moment: Date, offset: string): { readonly date: string; readonly time: string } {
  const sign = offset.startsWith('-') ? -1 : 1;
  const minutes = sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3)));
  const local = dtmFromDate(new Date(moment.getTime() + minutes * 60_000));
  return { date: local.slice(0, 8), time: local.slice(8) };
}

/** True for an offset that DICOM and this project can use: `+hhmm` or `-hhmm`, at most 14 hours. */
export function isOffset(offset: string | undefined): offset is string {
  return offset !== undefined && /^[+-](0\d|1[0-4])[0-5]\d$/.test(offset);
}
