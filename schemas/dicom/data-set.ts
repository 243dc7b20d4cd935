import { constants, inflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { decodeText, isKnownCharacterSet } from './character-set.ts';
import { formatTag, type Keyword, tags } from './tags.ts';
import {
  deflatedExplicitVRLittleEndian,
  explicitVRBigEndian,
  explicitVRLittleEndian,
  gePrivateImplicit,
  implicitVRLittleEndian,
} from './uids.ts';

/** What one data set (the root or a sequence item) says: elements by position, text in the character set in force. */
export interface Attributes {
  readonly dataSet: DataSet;
  readonly characterSet: readonly string[];
}

/** The elements of a Part 10 file up to and including group 0040. */
export interface OpenedFile {
  readonly status: 'open';
  /** As stated in the file meta information, or as found when that is missing. */
  readonly transferSyntaxUID: string;
  readonly attributes: Attributes;
  /** Departures from DICOM PS3.10 that were tolerated, each a short clause. */
  readonly findings: readonly string[];
}
/** The prefix ends too early: try again with at least `bytes` octets, or with the whole file and `complete`. */
export interface NeedMore {
  readonly status: 'need more';
  readonly bytes: number;
}
/** These bytes are not a DICOM file this project can read. */
export interface Refused {
  readonly status: 'refused';
  readonly reason: string;
}

/** Beyond group 0040 lies nothing an index or a manifest needs, only bulk: waveforms, encapsulated documents, pixels. */
const lastTag = 0x0040ffff;
const largestInflated = 128 << 20;
const initialBytes = 4096;

/**
 * Reads the elements of a Part 10 file from its first bytes — DICOM PS3.10 7, PS3.5 7 and 10.
 *
 * `complete` says that `bytes` is the whole file. A missing preamble, missing file meta information and a data set cut off
 * in the middle are tolerated and reported in `findings`. Never throws for bad input.
 */
export function openFile(bytes: Uint8Array, options: { readonly complete: boolean }): OpenedFile | NeedMore | Refused {
  const findings: string[] = [];
  const start = metaStart(bytes, options.complete, findings);
  if (typeof start !== 'number') return start;
  try {
    const meta = readMeta(bytes, start, options.complete);
    if ('status' in meta) return meta;
    return readElements(bytes, meta, { ...options, findings });
  } catch (error) {
    // dicom-parser throws strings and RangeErrors for damaged and for short input; none of them carries patient data.
    if (!options.complete) return { status: 'need more', bytes: Math.max(bytes.length * 2, initialBytes) };
    return { status: 'refused', reason: `the data set cannot be read: ${describeError(error)}` };
  }
}

/** Offset of the file meta information, or of the data set when there is none. */
function metaStart(bytes: Uint8Array, complete: boolean, findings: string[]): number | NeedMore | Refused {
  if (bytes.length < 132 && !complete) return { status: 'need more', bytes: initialBytes };
  if (ascii(bytes, 128, 132) === 'DICM') return 132;
  if (ascii(bytes, 0, 4) === 'DICM') {
    findings.push('the 128 octets of preamble are missing');
    return 4;
  }
  const group = [bytes[0] ?? -1, bytes[1] ?? -1].join();
  if (['2,0', '8,0', '0,8'].includes(group) && bytes.length >= 16) {
    findings.push(group === '2,0' ? 'preamble and DICM prefix are missing' : 'file meta information is missing');
    return 0;
  }
  return { status: 'refused', reason: 'not a DICOM file: no DICM prefix at octet 128 and no data set at the start' };
}

interface Meta {
  readonly transferSyntaxUID: string | undefined;
  readonly end: number;
}

/** File meta information is always explicit little endian; its end is found by tag, as its group length is often wrong. */
function readMeta(bytes: Uint8Array, start: number, complete: boolean): Meta | NeedMore | Refused {
  const stream = new dicomParser.ByteStream(dicomParser.littleEndianByteArrayParser, bytes, start);
  let transferSyntaxUID: string | undefined;
  while (stream.position + 8 <= bytes.length && bytes[stream.position] === 2 && bytes[stream.position + 1] === 0) {
    const element = dicomParser.readDicomElementExplicit(stream);
    if (element.dataOffset + element.length > bytes.length) break;
    if (element.tag === 'x00020010') transferSyntaxUID = trimmed(ascii(bytes, element.dataOffset, stream.position));
  }
  if (stream.position + 8 <= bytes.length) return { transferSyntaxUID, end: stream.position };
  if (!complete) return { status: 'need more', bytes: Math.max(bytes.length * 2, initialBytes, stream.position + 8) };
  return { status: 'refused', reason: 'the file ends inside its file meta information or right after it' };
}

function readElements(
  bytes: Uint8Array,
  meta: Meta,
  options: { complete: boolean; findings: string[] },
): OpenedFile | NeedMore | Refused {
  const { findings, complete } = options;
  const stated = meta.transferSyntaxUID;
  const body = stated === deflatedExplicitVRLittleEndian ? inflate(bytes.subarray(meta.end)) : bytes.subarray(meta.end);
  const more: NeedMore = { status: 'need more', bytes: Math.max(bytes.length * 2, initialBytes) };
  if (body.length < 16 && !complete) return more;
  if (body.length === 0) return { status: 'refused', reason: 'the data set is empty or its compression is damaged' };
  const found = encodingOf(body, stated);
  if (stated === undefined) findings.push(`no transfer syntax is stated, read as ${found}`);
  else if (found !== encodingFor(stated))
    findings.push(`transfer syntax ${stated} is stated, but the data set is ${found}`);
  const end = walk(body, found, complete);
  if (end.cut !== undefined && !complete) {
    const wanted = stated === deflatedExplicitVRLittleEndian ? 0 : meta.end + end.cut + 8;
    return { status: 'need more', bytes: Math.max(more.bytes, wanted) };
  }
  if (end.cut !== undefined) findings.push(`the file ends early or is damaged at ${end.where}`);
  const attributes = attributesOf(end.dataSet, []);
  if (!isKnownCharacterSet(attributes.characterSet)) {
    findings.push(`Specific Character Set ${attributes.characterSet.join('\\')} is not known`);
  }
  return { status: 'open', transferSyntaxUID: stated ?? found, attributes, findings };
}

interface Walked {
  readonly dataSet: DataSet;
  /** Octets the next attempt must have, when the data set goes on beyond the end. */
  readonly cut?: number;
  readonly where?: string;
}

/** Reads element after element and stops before the first one beyond `lastTag`. */
function walk(body: Uint8Array, encoding: string, complete: boolean): Walked {
  const parser =
    encoding === explicitVRBigEndian ? dicomParser.bigEndianByteArrayParser : dicomParser.littleEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(parser, body, 0);
  const elements: Record<string, Element> = {};
  const dataSet = new DataSetClass(parser, body, elements);
  while (stream.position + 8 <= body.length) {
    const at = stream.position;
    const tag = parser.readUint16(body, at) * 65536 + parser.readUint16(body, at + 2);
    if (tag > lastTag) return { dataSet };
    let element: Element;
    try {
      element =
        encoding === implicitVRLittleEndian
          ? dicomParser.readDicomElementImplicit(stream)
          : dicomParser.readDicomElementExplicit(stream);
    } catch (error) {
      return { dataSet, cut: body.length, where: `${formatTag(tag)}: ${describeError(error)}` };
    }
    const end = element.dataOffset + element.length;
    if (end > body.length || stream.position <= at) return { dataSet, cut: end, where: formatTag(tag) };
    elements[element.tag] = element;
  }
  if (complete && stream.position === body.length) return { dataSet };
  return { dataSet, cut: body.length + 8, where: 'its last octets' };
}

/** The typings leave the class out that the library exports under this name. */
const DataSetClass = (dicomParser as unknown as { DataSet: new (...args: unknown[]) => DataSet }).DataSet;

/** The encoding of a data set as its first element shows it; the stated one when that is inconclusive. */
function encodingOf(body: Uint8Array, stated: string | undefined): string {
  const vr = /^[A-Z]{2}$/.test(ascii(body, 4, 6));
  const bigEndian = body[0] === 0 && (body[1] ?? 0) !== 0;
  if (!vr) return bigEndian && stated !== undefined ? encodingFor(stated) : implicitVRLittleEndian;
  return bigEndian ? explicitVRBigEndian : explicitVRLittleEndian;
}

/** How the data set of a transfer syntax is encoded: all but two are explicit little endian — DICOM PS3.5 Annex A. */
function encodingFor(transferSyntaxUID: string): string {
  if (transferSyntaxUID === implicitVRLittleEndian || transferSyntaxUID === gePrivateImplicit)
    return implicitVRLittleEndian;
  return transferSyntaxUID === explicitVRBigEndian ? explicitVRBigEndian : explicitVRLittleEndian;
}

/** A deflated data set, or as much of it as the prefix holds — DICOM PS3.5 A.5. Throws when it grows beyond the limit. */
function inflate(deflated: Uint8Array): Uint8Array {
  return inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: largestInflated });
}

function attributesOf(dataSet: DataSet, inherited: readonly string[]): Attributes {
  const own = bytesOf(dataSet, 'SpecificCharacterSet');
  return { dataSet, characterSet: own === undefined ? inherited : ascii(own, 0, own.length).split('\\').map(trimmed) };
}

function bytesOf(dataSet: DataSet, keyword: Keyword): Uint8Array | undefined {
  const element = dataSet.elements[`x${tags[keyword][0].toString(16).padStart(8, '0')}`];
  if (element === undefined) return undefined;
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

/** True when the element is there, empty or not. */
export function has(attributes: Attributes, keyword: Keyword): boolean {
  return bytesOf(attributes.dataSet, keyword) !== undefined;
}

/** All values of a text element as trimmed Unicode strings; an empty list when absent or empty. */
export function textsOf(attributes: Attributes, keyword: Keyword): readonly string[] {
  const bytes = bytesOf(attributes.dataSet, keyword);
  if (bytes === undefined || bytes.length === 0) return [];
  const text = decodeText(bytes, attributes.characterSet);
  const values = tags[keyword][1] === 'UT' || tags[keyword][1] === 'UR' ? [text] : text.split('\\');
  const texts = values.map(trimmed);
  // Empty trailing component groups of a PN say nothing — DICOM PS3.5 6.2.1.
  return tags[keyword][1] === 'PN' ? texts.map((name) => name.replace(/=+$/, '')) : texts;
}

/** The first value of a text element, or undefined when absent or empty. */
export function textOf(attributes: Attributes, keyword: Keyword): string | undefined {
  return textsOf(attributes, keyword)[0] || undefined;
}

/** The value of a US element, or undefined. */
export function numberOf(attributes: Attributes, keyword: Keyword): number | undefined {
  const bytes = bytesOf(attributes.dataSet, keyword);
  if (bytes === undefined || bytes.length < 2) return undefined;
  return attributes.dataSet.byteArrayParser.readUint16(bytes, 0);
}

/** The items of a sequence; an empty list when absent or empty. */
export function itemsOf(attributes: Attributes, keyword: Keyword): readonly Attributes[] {
  const element = attributes.dataSet.elements[`x${tags[keyword][0].toString(16).padStart(8, '0')}`];
  const items: Attributes[] = [];
  for (const item of element?.items ?? []) {
    if (item.dataSet !== undefined) items.push(attributesOf(item.dataSet, attributes.characterSet));
  }
  return items;
}

/** Without the padding of any value representation: spaces at both ends, and NUL, which no value may hold anywhere. */
function trimmed(text: string): string {
  return text.replaceAll('\0', '').trim();
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, Math.min(end, bytes.length)));
}

function describeError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^dicomParser[.:][\w.:]*\s*/, '');
}
