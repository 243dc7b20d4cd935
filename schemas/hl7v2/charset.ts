import { isAscii, isUtf8 } from 'node:buffer';

/** A character set of HL7 table 0211, both ways. */
export interface Charset {
  /** The text, or undefined when the bytes are not legal in this set. */
  decode(bytes: Uint8Array): string | undefined;
  /** The bytes, or undefined when a character does not exist in this set (or the set is only read here). */
  encode(text: string): Uint8Array | undefined;
}

/** MSH-18 of what we write when a message holds more than ASCII. */
export const utf8Name = 'UNICODE UTF-8';

/**
 * The character set an MSH-18 value names — HL7 table 0211, plus DICOM's `ISO_IR` names and IANA spellings seen in use.
 * Undefined for sets that are not supported.
 */
export function charsetNamed(name: string): Charset | undefined {
  const key = name
    .toUpperCase()
    .replaceAll(/[ _/-]+/g, ' ')
    .trim();
  return charsets.get(aliases.get(key) ?? key);
}

/** Without MSH-18 a message is ASCII; UTF-8 is read too because many senders omit the field. Anything else is not. */
const undeclared: Charset = {
  decode: (bytes) => (isAscii(bytes) ? latin1(bytes) : utf8.decode(bytes)),
  encode: (text) => ascii.encode(text) ?? utf8.encode(text),
};

const utf8: Charset = {
  decode: (bytes) => (isUtf8(bytes) ? buffer(bytes).toString('utf8') : undefined),
  encode: (text) => (/\p{Surrogate}/u.test(text) ? undefined : Buffer.from(text, 'utf8')),
};

const ascii: Charset = {
  decode: (bytes) => (isAscii(bytes) ? latin1(bytes) : undefined),
  encode: (text) => (/^[\x00-\x7f]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined),
};

const iso88591: Charset = {
  decode: latin1,
  encode: (text) => (/^[\x00-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined),
};

/** A single-byte set whose upper half (0xA0 to 0xFF) comes from a TextDecoder label; 0x80 to 0x9F are the C1 controls. */
function singleByte(label: string): Charset {
  const decoder = new TextDecoder(label);
  const toText = Array.from({ length: 256 }, (_, byte) =>
    byte < 0xa0 ? String.fromCharCode(byte) : decoder.decode(Uint8Array.of(byte)),
  );
  const toByte = new Map(toText.map((character, byte) => [character, byte]).filter(([c]) => c !== '\ufffd') as []);
  return {
    decode(bytes) {
      if (isAscii(bytes)) return latin1(bytes);
      const text = Array.from(bytes, (byte) => toText[byte]).join('');
      return text.includes('\ufffd') ? undefined : text;
    },
    encode(text) {
      const bytes = Array.from(text, (character) => toByte.get(character));
      return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes as number[]);
    },
  };
}

/** A multi-byte set that is read; answers to it go out as UTF-8. */
function readOnly(label: string): Charset {
  return {
    decode(bytes) {
      try {
        return new TextDecoder(label, { fatal: true }).decode(bytes);
      } catch {
        return undefined;
      }
    },
    encode: ascii.encode,
  };
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin1(bytes: Uint8Array): string {
  return buffer(bytes).toString('latin1');
}

const charsets: ReadonlyMap<string, Charset> = new Map<string, Charset>([
  ['', undeclared],
  ['ASCII', ascii],
  ['UNICODE UTF 8', utf8],
  ['8859 1', iso88591],
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15].map((n) => [`8859 ${n}`, singleByte(`iso-8859-${n}`)] as const),
  ['8859 9', singleByte('windows-1254')],
  ['8859 11', singleByte('windows-874')],
  ['GB 18030 2000', readOnly('gb18030')],
  ['KS X 1001', readOnly('euc-kr')],
  ['BIG 5', readOnly('big5')],
  ['ISO IR87', readOnly('iso-2022-jp')],
]);

const isoIrNumbers: readonly (readonly [ir: number, name: string])[] = [
  [6, 'ASCII'],
  [100, '8859 1'],
  [101, '8859 2'],
  [109, '8859 3'],
  [110, '8859 4'],
  [144, '8859 5'],
  [127, '8859 6'],
  [126, '8859 7'],
  [138, '8859 8'],
  [148, '8859 9'],
  [166, '8859 11'],
  [203, '8859 15'],
  [192, 'UNICODE UTF 8'],
  [87, 'ISO IR87'],
];

const aliases: ReadonlyMap<string, string> = new Map([
  ...isoIrNumbers.flatMap(([ir, name]) => [[`ISO IR${ir}`, name] as const, [`ISO IR ${ir}`, name] as const]),
  ...Array.from({ length: 16 }, (_, i) => i + 1).flatMap((n) => [
    [`ISO 8859 ${n}`, `8859 ${n}`] as const,
    [`ISO8859 ${n}`, `8859 ${n}`] as const,
  ]),
  ['UTF 8', 'UNICODE UTF 8'],
  ['UTF8', 'UNICODE UTF 8'],
  ['UNICODE', 'UNICODE UTF 8'],
  ['US ASCII', 'ASCII'],
  ['GB 18030', 'GB 18030 2000'],
]);
