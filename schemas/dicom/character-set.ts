/**
 * How the bytes of one character repertoire become text. `shift` turns 7-bit (G0) double-byte codes into the 8-bit form the
 * decoder reads; `prefix` is put before each pair (JIS X 0212 in EUC-JP).
 */
interface Repertoire {
  readonly label: string;
  readonly width: 1 | 2;
  readonly shift?: boolean;
  readonly prefix?: number;
}

const single = (label: string): Repertoire => ({ label, width: 1 });
const ascii = single('us-ascii');
const katakana = single('shift_jis');

/** Defined terms without code extensions — DICOM PS3.3 C.12.1.1.2 Tables C.12-2 and C.12-5; the whole value in one encoding. */
const whole: Readonly<Record<string, string>> = {
  '': 'us-ascii',
  'ISO_IR 6': 'us-ascii',
  'ISO_IR 100': 'latin1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Escape sequences after ESC and the element they load — DICOM PS3.3 Tables C.12-3 and C.12-4. */
const escapes: readonly (readonly [string, 'G0' | 'G1', Repertoire])[] = [
  ['(B', 'G0', ascii],
  ['(J', 'G0', ascii],
  ['$B', 'G0', { label: 'euc-jp', width: 2, shift: true }],
  ['$(D', 'G0', { label: 'euc-jp', width: 2, shift: true, prefix: 0x8f }],
  ['-A', 'G1', single('latin1')],
  ['-B', 'G1', single('iso-8859-2')],
  ['-C', 'G1', single('iso-8859-3')],
  ['-D', 'G1', single('iso-8859-4')],
  ['-L', 'G1', single('iso-8859-5')],
  ['-G', 'G1', single('iso-8859-6')],
  ['-F', 'G1', single('iso-8859-7')],
  ['-H', 'G1', single('iso-8859-8')],
  ['-M', 'G1', single('windows-1254')],
  ['-b', 'G1', single('iso-8859-15')],
  ['-T', 'G1', single('windows-874')],
  [')I', 'G1', katakana],
  ['$)C', 'G1', { label: 'euc-kr', width: 2 }],
  ['$)A', 'G1', { label: 'gbk', width: 2 }],
];

const escapeByte = 0x1b;

/** True when every term of a Specific Character Set is one this reader knows. */
export function isKnownCharacterSet(terms: readonly string[]): boolean {
  return terms.every((term) => canonical(term) in whole || /^ISO 2022 IR (58|87|149|159)$/.test(term));
}

/**
 * The text of a value in its Specific Character Set — DICOM PS3.3 C.12.1.1.2, PS3.5 6.1.
 *
 * `terms` are the values of (0008,0005), the first may be empty. Bytes that the character set cannot explain become
 * U+FFFD, except that without any declared set (or with an unknown one) UTF-8 is tried first, then Latin-1: old files
 * often forgot to say. Never throws.
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[]): string {
  if (isAscii(bytes)) return decodeWith('latin1', bytes);
  const first = canonical(terms[0] ?? '');
  if (bytes.includes(escapeByte)) return decodeExtended(bytes, first);
  const label = first === '' && terms[1] !== undefined ? 'us-ascii' : whole[first];
  return label === undefined || label === 'us-ascii' ? guess(bytes) : decodeWith(label, bytes);
}

/** `ISO 2022 IR 100` selects the same repertoire as `ISO_IR 100`; files also write `ISO-IR 100` and `ISO IR 100`. */
function canonical(term: string): string {
  const number = /^ISO(?: 2022)?[ _-]IR[ _-]?([0-9]+)$/i.exec(term.trim())?.[1];
  return number === undefined ? term.trim().toUpperCase() : `ISO_IR ${number}`;
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80 || byte === escapeByte) return false;
  return true;
}

function guess(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.includes('\ufffd') ? decodeWith('latin1', bytes) : text;
}

function decodeWith(label: string, bytes: Uint8Array): string {
  if (label !== 'latin1' && label !== 'us-ascii') return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** Text with escape sequences: G0 and G1 are reloaded at each of them and reset at every delimiter. */
function decodeExtended(bytes: Uint8Array, first: string): string {
  const initial = { G0: ascii, G1: first === 'ISO_IR 13' ? katakana : single(whole[first] ?? 'latin1') };
  let active = initial;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    if (byte === escapeByte) {
      const sequence = escapes.find(([code]) => startsWith(bytes, at + 1, code));
      if (sequence !== undefined) active = { ...active, [sequence[1]]: sequence[2] };
      at += 1 + (sequence?.[0].length ?? 0);
      continue;
    }
    if (active.G0.width === 1 && isDelimiter(byte)) active = initial;
    const end = runEnd(bytes, at, active.G0.width === 1);
    text += decodeRun(bytes.subarray(at, end), byte < 0x80 ? active.G0 : active.G1);
    at = end;
  }
  return text;
}

/** Bytes from `at` on that belong to the same half of the code table, up to an escape or a delimiter. */
function runEnd(bytes: Uint8Array, at: number, delimiters: boolean): number {
  const high = bytes[at]! >= 0x80;
  let end = at + 1;
  while (end < bytes.length) {
    const byte = bytes[end]!;
    if (byte === escapeByte || byte >= 0x80 !== high || (!high && delimiters && isDelimiter(byte))) break;
    end++;
  }
  return end;
}

function decodeRun(run: Uint8Array, repertoire: Repertoire): string {
  if (repertoire.shift !== true) return decodeWith(repertoire.label, run);
  const shifted: number[] = [];
  for (let at = 0; at < run.length; at += 2) {
    if (repertoire.prefix !== undefined) shifted.push(repertoire.prefix);
    shifted.push(run[at]! | 0x80);
    if (at + 1 < run.length) shifted.push(run[at + 1]! | 0x80);
  }
  return decodeWith(repertoire.label, Uint8Array.from(shifted));
}

function startsWith(bytes: Uint8Array, at: number, code: string): boolean {
  for (let i = 0; i < code.length; i++) if (bytes[at + i] !== code.charCodeAt(i)) return false;
  return true;
}

/** `^`, `=`, `\`, TAB, LF, FF, CR — DICOM PS3.5 6.1.2.5.3. */
function isDelimiter(byte: number): boolean {
  return byte === 0x5e || byte === 0x3d || byte === 0x5c || (byte >= 9 && byte <= 13);
}
