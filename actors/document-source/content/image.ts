import type { ContentFacts } from './facts.ts';
import { dtmFromLocal } from './moment.ts';

/** When a JPEG was taken, by its Exif block — Exif 2.32 4.6. Nothing when there is none or it is damaged. */
export function factsFromJpeg(bytes: Uint8Array): ContentFacts {
  const exif = exifOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (exif === undefined) return {};
  const root = directory(exif, exif.u32(4));
  const photo = directory(exif, root.get(0x8769)?.number ?? 0);
  const taken = photo.get(0x9003)?.text ?? root.get(0x0132)?.text ?? '';
  const offset = photo.get(0x9011)?.text?.trim();
  const creationTime = dtmFromLocal(taken.replace(/[^0-9]/g, '').slice(0, 14), offset === '' ? undefined : offset);
  return creationTime === undefined ? {} : { creationTime };
}

/** When a PNG was last changed, by its tIME chunk, which is UTC — PNG 11.3.6.1. */
export function factsFromPng(bytes: Uint8Array): ContentFacts {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'tIME' && length === 7 && at + 15 <= file.length) {
      const rest = [...file.subarray(at + 10, at + 15)].map((part) => String(part).padStart(2, '0'));
      const creationTime = dtmFromLocal(
        `${String(file.readUInt16BE(at + 8)).padStart(4, '0')}${rest.join('')}`,
        '+0000',
      );
      return creationTime === undefined ? {} : { creationTime };
    }
    at += 12 + length;
  }
  return {};
}

/** A TIFF structure that never reads past its end: what is not there is 0. */
interface Tiff {
  u16(at: number): number;
  u32(at: number): number;
  text(at: number, length: number): string;
}

function exifOf(file: Buffer): Tiff | undefined {
  for (let at = 2; at + 4 <= file.length && file[at] === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    if (file[at + 1] === 0xda) return undefined;
    if (file[at + 1] !== 0xe1 || file.toString('latin1', at + 4, at + 10) !== 'Exif\0\0') continue;
    const block = file.subarray(at + 10, at + 2 + file.readUInt16BE(at + 2));
    const little = block.toString('latin1', 0, 2) === 'II';
    const fits = (from: number, length: number) => from >= 0 && from + length <= block.length;
    return {
      u16: (from) => (fits(from, 2) ? (little ? block.readUInt16LE(from) : block.readUInt16BE(from)) : 0),
      u32: (from) => (fits(from, 4) ? (little ? block.readUInt32LE(from) : block.readUInt32BE(from)) : 0),
      text: (from, length) => (fits(from, length) ? block.toString('latin1', from, from + length) : ''),
    };
  }
  return undefined;
}

/** The entries of one image file directory: a number, and for ASCII the text. */
function directory(tiff: Tiff, offset: number): Map<number, { number: number; text?: string }> {
  const entries = new Map<number, { number: number; text?: string }>();
  if (offset === 0) return entries;
  const count = Math.min(tiff.u16(offset), 512);
  for (let i = 0; i < count; i++) {
    const at = offset + 2 + i * 12;
    const length = tiff.u32(at + 4);
    const place = length <= 4 ? at + 8 : tiff.u32(at + 8);
    const isText = tiff.u16(at + 2) === 2 && length <= 64;
    entries.set(tiff.u16(at), {
      number: tiff.u32(at + 8),
      ...(isText && { text: tiff.text(place, length).replace(/\0.*$/, '') }),
    });
  }
  return entries;
}
