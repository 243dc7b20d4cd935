import { describe, expect, it } from 'vitest';
import { attribute, child, elements, textOf, type XmlElement } from './element.ts';
import { defaultXmlLimits, parseXml, XmlError } from './parse.ts';

const parse = (text: string, encoding: BufferEncoding = 'utf8'): XmlElement => parseXml(Buffer.from(text, encoding));
const utf16be = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

describe('[XML 1.0] parseXml gives', () => {
  it('elements, attributes and text with their namespaces', () => {
    const root = parse('<p:a xmlns:p="urn:p" xmlns="urn:d" p:x="1" y="2">t<b/><c xmlns="">u</c></p:a>');
    expect(root).toEqual({
      ns: 'urn:p',
      name: 'a',
      attributes: [
        { ns: 'urn:p', name: 'x', value: '1' },
        { ns: '', name: 'y', value: '2' },
      ],
      children: [
        't',
        { ns: 'urn:d', name: 'b', attributes: [], children: [] },
        { ns: '', name: 'c', attributes: [], children: ['u'] },
      ],
    });
    expect(attribute(root, 'x', 'urn:p')).toBe('1');
    expect(elements(root)).toHaveLength(2);
  });

  it('an outer binding back after an element that hid it', () => {
    const root = parse('<p:a xmlns:p="1"><p:b xmlns:p="2"/><p:c xmlns:p="3"><p:d/></p:c><p:e/></p:a>');
    expect(elements(root).map((e) => e.ns)).toEqual(['2', '3', '1']);
  });

  it.each([
    ['references', '<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;&#0000067;</a>', '<>&"\'AB😀C'],
    ['CDATA joined with text', '<a>x<![CDATA[<&>]]>y<!-- z -->z<?pi ?></a>', 'x<&>yz'],
    ['an empty CDATA section', '<a><![CDATA[]]></a>', ''],
    ['brackets that do not end a section', '<a>]] ]]&gt;<![CDATA[]]]]><![CDATA[>]]></a>', ']] ]]>]]>'],
    ['line ends', '<a>1\r\n2\r3\n4&#13;</a>', '1\n2\n3\n4\r'],
  ])('%s', (_, text, expected) => {
    expect(parse(text).children.join('')).toBe(expected);
  });

  it('attribute values with white space normalised and character references kept', () => {
    expect(attribute(parse('<a b="x\r\ny\tz&#10;&#9;&lt;\'"/>'), 'b')).toBe("x y z\n\t<'");
    expect(attribute(parse("<a b = '\"&quot;'/>"), 'b')).toBe('""');
  });

  it.each([
    ['UTF-8 with byte order mark', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?><a>é</a>')],
    ['UTF-16 little endian', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'utf16le')],
    ['UTF-16 big endian', utf16be('<a>é</a>')],
    ['ISO-8859-1', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')],
    ['misc around the root', Buffer.from('<?xml version="1.0"?>\n<!-- x -->\n<?y z?>\n<a>é</a>\n<!-- - --><?end?>\n')],
    ['standalone and 1.1', Buffer.from("<?xml version='1.1' standalone = 'yes' ?><a>é</a>")],
    ['a stylesheet instruction first', Buffer.from('<?xml-stylesheet href="x"?><a>é</a>')],
  ])('the text of %s', (_, bytes) => {
    expect(textOf(parseXml(bytes))).toBe('é');
  });

  it.each(['é', 'Ω\u03bc', '_1-2.3·', 'ﷰ', '𐐀x'])('the name %s', (name) => {
    expect(parse(`<${name}></${name} >`).name).toBe(name);
  });

  it('deep and wide documents without growing the call stack', () => {
    const depth = 50_000;
    const root = parseXml(Buffer.from('<a>'.repeat(depth) + '</a>'.repeat(depth)), { ...defaultXmlLimits, depth });
    expect(child(root, '', 'a')).toBeDefined();
    expect(parse(`<a>${'<b/>'.repeat(50_000)}</a>`).children).toHaveLength(50_000);
  });
});

const refused: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['white space only', ' \n'],
  ['text only', 'a'],
  ['text before the root', 'x<a/>'],
  ['text after the root', '<a/>x'],
  ['two roots', '<a/><b/>'],
  ['a document type declaration', '<!DOCTYPE a><a/>'],
  ['an internal subset', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ['a declaration after white space', ' <?xml version="1.0"?><a/>'],
  ['a declaration inside', '<a><?xml version="1.0"?></a>'],
  ['a declaration without version', '<?xml encoding="UTF-8"?><a/>'],
  ['an empty declaration', '<?xml?><a/>'],
  ['version 2.0', '<?xml version="2.0"?><a/>'],
  ['standalone maybe', '<?xml version="1.0" standalone="maybe"?><a/>'],
  ['declaration parts in the wrong order', '<?xml version="1.0" standalone="yes" encoding="UTF-8"?><a/>'],
  ['declaration parts without white space', '<?xml version="1.0"encoding="UTF-8"?><a/>'],
  ['an unknown encoding', '<?xml version="1.0" encoding="EBCDIC"?><a/>'],
  ['an encoding the octets are not in', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ['US-ASCII with other octets', '<?xml version="1.0" encoding="US-ASCII"?><a>é</a>'],
  ['an instruction without target', '<a><? x?></a>'],
  ['an instruction named xml', '<?XML x?><a/>'],
  ['an instruction with a colon', '<?a:b?><a/>'],
  ['an open instruction', '<a><?x '],
  ['an instruction target run together', '<a><?x+?></a>'],
  ['-- in a comment', '<!-- a -- b --><a/>'],
  ['--- at the end of a comment', '<!-- a ---><a/>'],
  ['an open comment', '<a><!-- '],
  ['a comment begun wrongly', '<a><!- x --></a>'],
  ['CDATA outside the root', '<![CDATA[x]]><a/>'],
  ['an open CDATA section', '<a><![CDATA[x]]</a>'],
  [']]> in text', '<a>]]></a>'],
  ['an open element', '<a><b></b>'],
  ['a wrong end tag', '<a></b>'],
  ['a longer end tag', '<a></ab>'],
  ['a shorter end tag', '<ab></a>'],
  ['an end tag with attributes', '<a></a b="1">'],
  ['an end tag with space before its name', '<a></ a>'],
  ['an end tag of another prefix', '<p:a xmlns:p="u" xmlns:q="u"></q:a>'],
  ['a start tag with space before its name', '< a/>'],
  ['a space inside />', '<a / >'],
  ['an open start tag', '<a b="1"'],
  ['an open attribute', '<a b="1>'],
  ['an attribute without value', '<a b/>'],
  ['an attribute without quotes', '<a b=1/>'],
  ['attributes run together', '<a b="1"c="2"/>'],
  ['< in an attribute', '<a b="<"/>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['an attribute twice by namespace', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
  ['a name that begins with a digit', '<1/>'],
  ['a name that begins with a combining mark', '<\u0300a/>'],
  ['a multiplication sign in a name', '<a×/>'],
  ['a private plane in a name', '<a\u{f0000}/>'],
  ['an unbound element prefix', '<p:a/>'],
  ['an unbound attribute prefix', '<a p:b="1"/>'],
  ['a prefix out of scope', '<a><b xmlns:p="u"/><p:c/></a>'],
  ['a prefix bound to nothing', '<a xmlns:p=""/>'],
  ['a prefix declared twice', '<a xmlns:p="u" xmlns:p="v"/>'],
  ['the default namespace declared twice', '<a xmlns="u" xmlns="v"/>'],
  ['the prefix xmlns declared', '<a xmlns:xmlns="u"/>'],
  ['the prefix xmlns used', '<xmlns:a/>'],
  ['the prefix xml bound elsewhere', '<a xmlns:xml="u"/>'],
  ['another prefix for the xml namespace', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
  ['a default xml namespace', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>'],
  ['the xmlns namespace', '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>'],
  ['a leading colon', '<:a/>'],
  ['a trailing colon', '<a: xmlns:a="u"/>'],
  ['two colons', '<a:b:c xmlns:a="u"/>'],
  ['an unknown entity', '<a>&nbsp;</a>'],
  ['an entity named like a property', '<a>&toString;</a>'],
  ['a bare ampersand', '<a>a & b</a>'],
  ['an open reference', '<a>&lt</a>'],
  ['a malformed reference', '<a>&#xZ;</a>'],
  ['a capital X reference', '<a>&#X41;</a>'],
  ['an empty reference', '<a>&#;</a>'],
  ['a reference to NUL', '<a>&#0;</a>'],
  ['a reference to a surrogate', '<a>&#xD800;</a>'],
  ['a reference beyond Unicode', '<a>&#x110000;</a>'],
  ['a reference of many digits', `<a>&#${'9'.repeat(400)};</a>`],
  ['a bad reference in an attribute', '<a b="&x;"/>'],
  ['a control character', '<a>\u0001</a>'],
  ['NUL after the root', '<a/>\u0000'],
  ['U+FFFE', '<a>\ufffe</a>'],
];

describe('[XML 1.0] parseXml refuses', () => {
  it.each(refused)('%s', (_, text) => {
    expect(() => parse(text)).toThrow(XmlError);
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e])],
    ['an encoded surrogate', Buffer.from([0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e])],
    ['overlong UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xc0, 0xbc, 0x3c, 0x2f, 0x61, 0x3e])],
    ['UTF-16 without mark', Buffer.from('<a/>', 'utf16le')],
    ['half a UTF-16 unit', Buffer.concat([utf16be('<a/>'), Buffer.from([0])])],
    ['a lone UTF-16 surrogate', Buffer.from('\ufeff<a>\ud800</a>', 'utf16le')],
  ])('%s', (_, bytes) => {
    expect(() => parseXml(bytes)).toThrow(XmlError);
  });
});

describe('parseXml keeps its limits on', () => {
  const small = { bytes: 200, depth: 3, attributes: 2, text: 10 };
  it.each([
    ['octets', `<a>${' '.repeat(10)}${'<b/>'.repeat(60)}</a>`, '<a/>'],
    ['depth', '<a><a><a><a/></a></a></a>', '<a><a><a/></a></a>'],
    ['attributes', '<a xmlns:p="u" p:b="" c=""/>', '<a xmlns:p="u" p:b=""/>'],
    ['text', '<a>01234567890</a>', '<a>0123456789</a>'],
    ['text joined over comments', '<a>012345<!-- -->67890</a>', '<a>01234<!-- -->56789</a>'],
    ['text in a CDATA section', '<a>0123<![CDATA[4567890]]></a>', '<a>0123<![CDATA[456789]]></a>'],
    ['an attribute value', '<a b="01234567890"/>', '<a b="0123456789"/>'],
  ])('%s', (_, over, within) => {
    expect(() => parseXml(Buffer.from(over), small)).toThrow(XmlError);
    expect(parseXml(Buffer.from(within), small).name).toBe('a');
  });

  it('of many declarations at every depth: time that grew with both would pass any limit', () => {
    const depth = 90;
    const declarations = Array.from({ length: 60 }, (_, i) => `xmlns:p${i}="u${i}"`).join(' ');
    const text = `<a ${declarations}>`.repeat(depth) + '<b xmlns:q="u"/>'.repeat(20_000) + '</a>'.repeat(depth);
    expect(parse(text)).toBeDefined();
  });
});

describe('XmlError', () => {
  it('stays short when a name is long', () => {
    expect(() => parse(`<${'a'.repeat(10_000)}>`)).toThrow(/^element a{150,200}….{0,40}$/);
  });

  const offsetOf = (bytes: Uint8Array): number => {
    try {
      parseXml(bytes);
    } catch (error) {
      if (error instanceof XmlError) return error.offset;
      throw error;
    }
    throw new Error('was accepted');
  };
  it.each([
    ['plain text', Buffer.from('<a>&</a>'), 3],
    ['characters of two octets', Buffer.from('<a>éé&</a>'), 7],
    ['carriage returns', Buffer.from('<a>\r\n\r\r\n&</a>'), 8],
    ['a byte order mark', Buffer.from('\ufeff<a>&</a>'), 6],
    ['UTF-16', Buffer.from('\ufeff<a>é\r\n&</a>', 'utf16le'), 14],
    ['an attribute', Buffer.from('<a b="12&x;"/>'), 8],
  ])('counts octets over %s', (_, bytes, expected) => {
    expect(offsetOf(bytes)).toBe(expected);
  });
});
