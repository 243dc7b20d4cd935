import { describe, expect, it } from 'vitest';
import { formatMediaType, parseContentId, parseMediaType, parsePartHeaders } from './mime.ts';

describe('[RFC 2045 5.1] Content-Type', () => {
  const parameters = { boundary: 'uuid:1', start: '<r@x>', type: 'application/xop+xml' };
  const accepted: Record<string, string> = {
    quoted: 'multipart/related; boundary="uuid:1"; start="<r@x>"; type="application/xop+xml"',
    'in another order, without quotes or blanks':
      'Multipart/Related;type=application/xop+xml;START=<r@x>;Boundary=uuid:1',
    'with blanks around the equals sign':
      'multipart/related ; boundary = "uuid:1" ;start= <r@x>;type="application/xop+xml"',
    'folded over two lines': 'multipart/related; boundary="uuid:1";\r\n    start="<r@x>"; type="application/xop+xml"',
    'with a trailing semicolon': 'multipart/related; boundary="uuid:1"; start="<r@x>"; type="application/xop+xml";',
    'with quoted pairs': 'multipart/related; boundary="uuid\\:1"; start="<r@x>"; type="application\\/xop+xml"',
  };
  for (const [name, value] of Object.entries(accepted)) {
    it(`is read ${name}`, () => {
      const parsed = parseMediaType(value);
      expect(parsed?.type).toBe('multipart/related');
      expect(Object.fromEntries([...parsed!.parameters].sort())).toEqual(parameters);
    });
  }

  const rejected: Record<string, string> = {
    nothing: '',
    'no subtype': 'multipart',
    'an unterminated quote': 'multipart/related; boundary="x',
    'a parameter without value': 'multipart/related; boundary',
    'an empty value without quotes': 'multipart/related; boundary=; type=x',
    'two values of one parameter': 'multipart/related; boundary=a; Boundary=b',
    'a line break inside quotes': 'multipart/related; boundary="a\r\nb"',
    'text behind a quoted value': 'multipart/related; boundary="a"b',
    'no semicolon': 'multipart/related boundary=a',
  };
  for (const [name, value] of Object.entries(rejected)) {
    it(`is refused with ${name}`, () => expect(parseMediaType(value)).toBeUndefined());
  }

  it('is read back as it was written', () => {
    const text = formatMediaType('multipart/related', { boundary: 'a "b" \\c', type: 'x/y' });
    expect(parseMediaType(text)).toEqual({
      type: 'multipart/related',
      parameters: new Map([
        ['boundary', 'a "b" \\c'],
        ['type', 'x/y'],
      ]),
    });
  });

  it('of a megabyte of semicolons is read at all: time that grew with its square would be hours', () => {
    expect(parseMediaType(`multipart/related${'; '.repeat(500_000)}`)?.type).toBe('multipart/related');
    expect(() => parseMediaType(`multipart/related; a="${'\\a'.repeat(500_000)}`)).not.toThrow();
  });
});

describe('[RFC 2045 2] part headers', () => {
  it('are read with folding and any case', () => {
    const headers = parsePartHeaders('Content-ID: <a@b>\ncontent-TYPE: a/b;\n\tcharset=x');
    expect([...headers!]).toEqual([
      ['content-id', '<a@b>'],
      ['content-type', 'a/b;\tcharset=x'],
    ]);
  });
  for (const bad of ['no colon', 'A: 1\na: 2', ': value', ' folded: first', 'A: \u0000']) {
    it(`are refused as ${JSON.stringify(bad)}`, () => expect(parsePartHeaders(bad)).toBeUndefined());
  }
});

it('[RFC 2392] a Content-ID is read with and without brackets', () => {
  expect([' <a@b> ', 'a@b', '', '<>'].map(parseContentId)).toEqual(['a@b', 'a@b', '', '']);
});
