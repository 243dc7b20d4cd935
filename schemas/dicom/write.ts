import { formatTag, type Keyword, tags, type ValueRepresentation } from './tags.ts';
import { explicitVRLittleEndian } from './uids.ts';

/**
 * The value of one element: text and numbers (several as an array), items of a sequence, or bytes.
 * '' and [] write an empty element, undefined leaves it out.
 */
export type ElementValue = string | number | readonly (string | number)[] | readonly DataSetValues[] | Uint8Array;

/** A data set by keyword; the order of the keys does not matter. */
export type DataSetValues = { readonly [K in Keyword]?: ElementValue | undefined };

/** Who wrote the file — DICOM PS3.10 7.1. */
export interface Implementation {
  readonly implementationClassUID: string;
  /** At most 16 characters. */
  readonly implementationVersionName: string;
}

/** A value that DICOM does not allow in its element. */
export class DicomValueError extends Error {
  constructor(keyword: Keyword, reason: string) {
    super(`${keyword} ${formatTag(tags[keyword][0])} ${reason}`);
    this.name = 'DicomValueError';
  }
}

/**
 * Writes a DICOM Part 10 file: explicit VR little endian, sequences and items of defined length, text as UTF-8 — DICOM
 * PS3.10 7, PS3.5 7. The data set must state its own SOP Class and Instance UID; SpecificCharacterSet is added.
 * Throws DicomValueError for a value that does not fit its element.
 */
export function encodeFile(dataSet: DataSetValues, implementation: Implementation): Uint8Array {
  const writer = new DataSetWriter(sizeHint(dataSet));
  writer.bytes([0x44, 0x49, 0x43, 0x4d], 128);
  // The group length element is written by hand: it counts the octets behind itself.
  writer.bytes([2, 0, 0, 0, 0x55, 0x4c, 4, 0], 0);
  const lengthAt = writer.reserve();
  writer.dataSet({
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: dataSet.SOPClassUID,
    MediaStorageSOPInstanceUID: dataSet.SOPInstanceUID,
    TransferSyntaxUID: explicitVRLittleEndian,
    ImplementationClassUID: implementation.implementationClassUID,
    ImplementationVersionName: implementation.implementationVersionName,
  });
  writer.fill(lengthAt);
  writer.dataSet({ SpecificCharacterSet: 'ISO_IR 192', ...dataSet });
  return writer.written();
}

const longForm: ReadonlySet<ValueRepresentation> = new Set(['OB', 'OW', 'SQ', 'UR', 'UT']);
const encoder = new TextEncoder();

/** Longest value in characters — DICOM PS3.5 Table 6.2-1; a longer one is refused rather than cut. */
const longest: Partial<Record<ValueRepresentation, number>> = {
  AE: 16,
  CS: 16,
  DS: 16,
  IS: 12,
  LO: 64,
  SH: 16,
  UI: 64,
};

class DataSetWriter {
  #buffer: Uint8Array;
  #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.#buffer = new Uint8Array(size);
    this.#view = new DataView(this.#buffer.buffer);
  }

  written(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  bytes(bytes: ArrayLike<number>, zerosBefore: number): void {
    this.#room(bytes.length + zerosBefore);
    this.#at += zerosBefore;
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Leaves four octets for a length that `fill` writes. */
  reserve(): number {
    this.#room(4);
    this.#at += 4;
    return this.#at - 4;
  }

  fill(lengthAt: number): void {
    this.#view.setUint32(lengthAt, this.#at - lengthAt - 4, true);
  }

  dataSet(values: DataSetValues): void {
    const keywords = (Object.keys(values) as Keyword[]).filter((keyword) => values[keyword] !== undefined);
    keywords.sort((a, b) => tags[a][0] - tags[b][0]);
    for (const keyword of keywords) this.#element(keyword, values[keyword]!);
  }

  #element(keyword: Keyword, value: ElementValue): void {
    const [tag, vr] = tags[keyword];
    this.#tag(tag);
    this.bytes([vr.charCodeAt(0), vr.charCodeAt(1)], 0);
    if (longForm.has(vr)) {
      this.bytes([0, 0], 0);
      const lengthAt = this.reserve();
      if (vr === 'SQ') this.#items(value as readonly DataSetValues[]);
      else this.#value(keyword, value);
      this.fill(lengthAt);
      return;
    }
    this.#room(2);
    const lengthAt = this.#at;
    this.#at += 2;
    this.#value(keyword, value);
    const length = this.#at - lengthAt - 2;
    if (length > 0xffff) throw new DicomValueError(keyword, 'is longer than its element can hold');
    this.#view.setUint16(lengthAt, length, true);
  }

  #items(items: readonly DataSetValues[]): void {
    for (const item of items) {
      this.#tag(0xfffee000);
      const lengthAt = this.reserve();
      this.dataSet(item);
      this.fill(lengthAt);
    }
  }

  #value(keyword: Keyword, value: ElementValue): void {
    const vr = tags[keyword][1] as ValueRepresentation;
    const start = this.#at;
    if (value instanceof Uint8Array) this.bytes(value, 0);
    else if (vr === 'US' || vr === 'SS' || vr === 'UL' || vr === 'SL') this.#numbers(vr, [value].flat() as number[]);
    else this.#text(keyword, vr, value as string | number | readonly (string | number)[]);
    if ((this.#at - start) % 2 === 1) this.bytes([vr === 'UI' || vr === 'OB' ? 0 : 0x20], 0);
  }

  #numbers(vr: ValueRepresentation, numbers: readonly number[]): void {
    for (const number of numbers) {
      this.#room(4);
      if (vr === 'US' || vr === 'SS') this.#view.setUint16(this.#at, number & 0xffff, true);
      else this.#view.setUint32(this.#at, number >>> 0, true);
      this.#at += vr === 'US' || vr === 'SS' ? 2 : 4;
    }
  }

  #text(keyword: Keyword, vr: ValueRepresentation, value: string | number | readonly (string | number)[]): void {
    const texts = Array.isArray(value) ? value.map(String) : [String(value)];
    for (const text of texts) {
      if (text.length > (longest[vr] ?? Number.POSITIVE_INFINITY)) throw new DicomValueError(keyword, 'is too long');
      // Other people's UIDs with leading zeros are referred to as they are; anything that is no UID at all is refused.
      if (vr === 'UI' && !/^[0-9.]*$/.test(text)) throw new DicomValueError(keyword, 'is not a UID');
    }
    const text = texts.join('\\');
    this.#room(text.length * 3);
    this.#at += encoder.encodeInto(text, this.#buffer.subarray(this.#at)).written;
  }

  #tag(tag: number): void {
    this.#room(4);
    this.#view.setUint16(this.#at, tag >>> 16, true);
    this.#view.setUint16(this.#at + 2, tag & 0xffff, true);
    this.#at += 4;
  }

  #room(octets: number): void {
    const needed = this.#at + octets;
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }
}

function sizeHint(dataSet: DataSetValues): number {
  return 4096 + (dataSet.PixelData instanceof Uint8Array ? dataSet.PixelData.length : 0);
}
