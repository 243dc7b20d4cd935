import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import { escapeAttribute } from '../../schemas/xml/escape.ts';

/**
 * An object's ebRIM text as it is kept: everything that can change later is one control character instead.
 *
 * XML 1.0 has no way to carry U+0001 to U+0004, so no submitted text can contain a mark. While the object is being
 * encoded the places hold private-use characters, which XML does allow; a submitted private-use character is moved out
 * of the way first and put back afterwards.
 */
export const marks = {
  availabilityStatus: '\u0001',
  patientId: '\u0002',
  lastUpdateTime: '\u0003',
  version: '\u0004',
} as const;

/** The columns an object's text is completed with; a text without a place for one of them ignores it. */
export interface RenderedRow {
  /** Text with marks, as `renderMarked` made it. */
  readonly ebrim: string;
  /** The full URN. */
  readonly availability_status: string;
  /** The CX to show: for a merged patient the surviving one. */
  readonly patient_id?: string;
  /** DTM of 14 digits; Folders only. */
  readonly last_update_time?: string;
  /** DocumentEntries and Folders only. */
  readonly version?: number;
}

const places = {
  availabilityStatus: '\uE000',
  patientId: '\uE001',
  lastUpdateTime: '\uE002',
  version: '\uE003',
} as const;
const reserved = /[\uE000-\uE004]/;
const escapeMark = '\uE004';

/** The object's text with marks: encoded once, at registration. `encode` is schemas/ebrim's encodeRegistryObject. */
export function renderMarked(object: RegistryObject, encode: (object: RegistryObject) => string): string {
  const safe = hasReserved(object) ? mapStrings(object, escapeReserved) : object;
  const text = encode(withPlaces(safe));
  return text.replace(/\uE004([0-4])|[\uE000-\uE003]/g, (found, escaped: string | undefined) =>
    escaped === undefined
      ? String.fromCharCode(found.charCodeAt(0) - 0xe000 + 1)
      : String.fromCharCode(0xe000 + Number(escaped)),
  );
}

/** The object's text as it is answered now — ITI TF-2 3.18.4.1.2.3: the mutable attributes' present values put in. */
export function renderAnswer(row: RenderedRow): string {
  return row.ebrim.replace(/[\u0001-\u0004]/g, (mark) => {
    switch (mark) {
      case marks.availabilityStatus:
        return row.availability_status;
      case marks.patientId:
        return escapeAttribute(row.patient_id ?? '');
      case marks.lastUpdateTime:
        return row.last_update_time ?? '';
      default:
        return String(row.version ?? 1);
    }
  });
}

function withPlaces(object: RegistryObject): RegistryObject {
  const { availabilityStatus, patientId, lastUpdateTime, version } = places;
  switch (object.kind) {
    case 'DocumentEntry':
      return { ...object, availabilityStatus, patientId, version };
    case 'Folder':
      return { ...object, availabilityStatus, patientId, version, lastUpdateTime };
    case 'SubmissionSet':
      return { ...object, availabilityStatus, patientId };
    case 'Association':
      return { ...object, availabilityStatus };
  }
}

function escapeReserved(text: string): string {
  return text.replace(/[\uE000-\uE004]/g, (found) => escapeMark + String(found.charCodeAt(0) - 0xe000));
}

function hasReserved(value: unknown): boolean {
  if (typeof value === 'string') return reserved.test(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasReserved);
  // Called for every object that is registered: no list of its values is made.
  for (const key in value) if (hasReserved((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** The same value with every string in it changed. */
function mapStrings<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => mapStrings(inner, change)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapStrings(inner, change)])) as T;
}
