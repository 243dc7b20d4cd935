import { describe, expect, it } from 'vitest';
import { attribute, textOf } from './element.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { parseXml } from './parse.ts';

const texts = [
  'plain',
  '',
  'a < b & c > d "e" \'f\'',
  ']]>',
  'tab\tline\nreturn\rboth\r\n',
  ' spaces ',
  'é 日本 😀 \u0085 \u2028 \u{1ffff}',
  '&amp;',
];

describe('[XML 1.0 2.4, 3.3.3] escaped text is read back unchanged', () => {
  it.each(texts)('%j', (text) => {
    const root = parseXml(Buffer.from(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`));
    expect(textOf(root)).toBe(text);
    expect(attribute(root, 'b')).toBe(text);
  });

  it('is the same string when there is nothing to escape', () => {
    expect(escapeText('1.2.3^^^é')).toBe('1.2.3^^^é');
  });

  it('with U+FFFD for what XML has no form for', () => {
    const text = 'a\u0000b\u001fc\ufffed\ud83de\udc00f😀';
    const root = parseXml(Buffer.from(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`));
    expect(textOf(root)).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf😀');
    expect(attribute(root, 'b')).toBe(textOf(root));
  });
});
