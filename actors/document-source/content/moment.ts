import { dtm } from '../../../schemas/datatypes/dtm.ts';

/**
 * A local time with its zone as DTM in UTC; undefined when it is no time.
 *
 * `digits` are YYYY to YYYYMMDDhhmmss, `zone` is +hhmm or -hhmm. A time of day without a zone cannot be told in UTC, so
 * only its day is kept.
 */
export function dtmFromLocal(digits: string, zone?: string): string | undefined {
  if (dtm.check(digits) !== undefined) return undefined;
  if (digits.length <= 8) return digits;
  if (zone === undefined) return digits.slice(0, 8);
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (offset === null) return undefined;
  const full = digits.padEnd(14, '0').replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6');
  const moment = Date.parse(`${full}${offset[1]}${offset[2]}:${offset[3]}`);
  if (Number.isNaN(moment)) return undefined;
  // An hour in a zone of half hours is a moment of minutes in UTC.
  const precision = digits.length === 10 && offset[3] !== '00' ? 12 : digits.length;
  const utc = new Date(moment).toISOString().replace(/[-:T]/g, '').slice(0, precision);
  return dtm.check(utc) === undefined ? utc : undefined;
}

/** An HL7 TS, such as `20120910083000.123-0500`, as DTM in UTC; undefined when it is none. */
export function dtmFromTs(ts: string): string | undefined {
  const parts = /^(\d{4,14})(?:\.\d+)?([+-]\d{4})?$/.exec(ts.trim());
  return parts === null ? undefined : dtmFromLocal(parts[1]!, parts[2]);
}
