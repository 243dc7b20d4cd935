/** Classes of ASCII characters in an NCName: 2 starts one, 1 only continues one, 0 neither (the colon is neither). */
const asciiClass = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) return 2;
  return /[-.0-9]/.test(character) ? 1 : 0;
});

/** NameStartChar beyond ASCII, as pairs of first and last code unit — XML 1.0 2.3 [4]. Surrogates: U+10000 to U+EFFFF. */
const startRanges = [
  0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d, 0x2070, 0x218f, 0x2c00, 0x2fef,
  0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd,
] as const;
/** NameChar beyond ASCII that is no NameStartChar — XML 1.0 2.3 [4a]. */
const continueRanges = [0xb7, 0xb7, 0x300, 0x36f, 0x203f, 0x2040] as const;

/** Where the NCName that starts at `start` ends; `start` itself when none starts there — Namespaces in XML 1.0 3 [4]. */
export function endOfNCName(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      const kind = asciiClass[code]!;
      if (kind === 0 || (kind === 1 && at === start)) return at;
      at++;
    } else {
      // NaN, the end of the text, comes here too and has no width
      const width = widthBeyondAscii(text, at, at === start);
      if (width === 0) return at;
      at += width;
    }
  }
}

/** Code units of the name character at `at`: 1 or 2, or 0 when it is none. */
function widthBeyondAscii(text: string, at: number, first: boolean): number {
  const code = text.charCodeAt(at);
  if (code >= 0xd800 && code <= 0xdb7f) return 2;
  if (isWithin(startRanges, code) || (!first && isWithin(continueRanges, code))) return 1;
  return 0;
}

function isWithin(ranges: readonly number[], code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) if (code >= ranges[i]! && code <= ranges[i + 1]!) return true;
  return false;
}
