import { describe, expect, it } from 'vitest';
import { decodeText, isKnownCharacterSet } from './character-set.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** The examples of DICOM PS3.5 Annexes H to K, and one value of each single-byte repertoire. */
const cases: readonly (readonly [string, readonly string[], string, string])[] = [
  ['ASCII', [], '4d6f736572', 'Moser'],
  ['Latin-1', ['ISO_IR 100'], '42756c6b5e4a e9 72 f4 6d65', 'Bulk^Jérôme'],
  ['the C1 area of Latin-1 unchanged', ['ISO_IR 100'], '80', '\u0080'],
  ['Latin-2', ['ISO_IR 101'], 'b1', 'ą'],
  ['Cyrillic', ['ISO_IR 144'], 'bb ee da d5', 'Люке'],
  ['Arabic', ['ISO_IR 127'], 'e2c8c7e6ea', 'قباني'],
  ['Greek', ['ISO_IR 126'], 'c4e9ef', 'Διο'],
  ['Hebrew', ['ISO_IR 138'], 'f9f8e5ef', 'שרון'],
  ['Latin-5', ['ISO_IR 148'], 'fd', 'ı'],
  ['Thai', ['ISO_IR 166'], 'a1', 'ก'],
  ['UTF-8', ['ISO_IR 192'], '57616e67 3d e78e8b', 'Wang=王'],
  ['GB18030', ['GB18030'], '57616e67 3d cdf5', 'Wang=王'],
  ['GBK', ['GBK'], 'cdf5', '王'],
  ['half-width katakana', ['ISO_IR 13'], 'd4cfc0de', 'ﾔﾏﾀﾞ'],
  [
    'Japanese names in ISO 2022 IR 87',
    ['', 'ISO 2022 IR 87'],
    '59616d6164613d1b2442 3b33 4544 1b2842 5e 1b2442 4240 4f3a 1b2842',
    'Yamada=山田^太郎',
  ],
  ['JIS X 0212 in ISO 2022 IR 159', ['', 'ISO 2022 IR 159'], '1b242844 3021 1b2842', '丂'],
  [
    'Korean names in ISO 2022 IR 149',
    ['', 'ISO 2022 IR 149'],
    '486f6e673d1b242943 fbf3 5e 1b242943 d1ce d4d7',
    'Hong=洪^吉洞',
  ],
  ['Chinese names in ISO 2022 IR 58', ['', 'ISO 2022 IR 58'], '1b242941 d5c5 5e 1b242941 d0a1 b6ab', '张^小东'],
  ['two single-byte repertoires', ['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'e9 5e 1b2d4c bb', 'é^Л'],
  ['Latin-1 again after a delimiter', ['ISO 2022 IR 100', 'ISO 2022 IR 144'], '1b2d4c bb 5e e9', 'Л^é'],
  ['a name written with a blank for the underline', ['ISO IR 100'], 'e9', 'é'],
  ['UTF-8 that nobody declared', [], 'c3a9', 'é'],
  ['Latin-1 that nobody declared', [], 'e9', 'é'],
  ['an unknown term', ['LATIN9'], 'e9', 'é'],
];

describe('[DICOM PS3.5 6.1] decodeText', () => {
  it.each(cases)('[DICOM PS3.5 6.1] decodes %s', (_, terms, hex, text) => {
    expect(decodeText(bytes(hex), terms)).toBe(text);
  });

  it('[DICOM PS3.5 6.1] survives an escape sequence cut off at the end', () => {
    expect(decodeText(bytes('41 1b'), ['', 'ISO 2022 IR 87'])).toBe('A');
    expect(decodeText(bytes('41 1b2442 3b'), ['', 'ISO 2022 IR 87'])).toMatch(/^A/);
  });

  it('[DICOM PS3.3 C.12.1.1.2] knows the defined terms and no others', () => {
    expect(isKnownCharacterSet(['', 'ISO 2022 IR 87', 'ISO 2022 IR 159'])).toBe(true);
    expect(isKnownCharacterSet(['KLINGON'])).toBe(false);
  });
});
