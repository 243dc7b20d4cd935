/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Well-formed documents to start from, with every construct of the language. */
const seeds: readonly string[] = [
  '<?xml version="1.0" encoding="UTF-8"?>\n<a xmlns="urn:d" xmlns:p="urn:p"><p:b p:c="1" c="2">x &amp; y</p:b>\r\n</a>\n',
  '<a><!-- c --><b/>t<![CDATA[<x>]]>u<?pi data?></a>',
  '<root a=\'1\' b="&lt;&#x41;&#10;" xml:lang="en">é ü 日本 😀<e></e ></root><!-- end -->',
  '<p:r xmlns:p="u1"><p:c xmlns:p="u2" p:x="1"><q:d xmlns:q="u1" q:y="2"/></p:c><p:e/></p:r>',
  '<?xml version="1.0" standalone="yes"?><?style x="y"?><a b = "1"\n\tc="2"  >1<b>2<c>3</c>4</b>5</a> ',
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body><rim:Slot xmlns:rim="urn:rim" name="n"><rim:ValueList><rim:Value>v1^^^&amp;1.2&amp;ISO</rim:Value></rim:ValueList></rim:Slot></s:Body></s:Envelope>',
  '<a xmlns="u"><b xmlns=""><c/></b>]] &gt; ]]&gt;<d xmlns:x="v" x:y="&quot;&apos;"/></a>',
  '<été Ω="1"><_x-1.2·>a&#13;b\rc\r\nd</_x-1.2·></été>',
];

/** Pieces that make or break well-formedness when they land somewhere. */
const pieces: readonly string[] = [
  ...'<>&;"\'=/!?-[]:# \t\r\n.1aA_é×·',
  '<a>',
  '</a>',
  '<b/>',
  '<p:b>',
  '</p:b>',
  '<p:b/>',
  '/>',
  '</',
  '<!--',
  '-->',
  '--',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<?x ?>',
  '<?xml version="1.0"?>',
  '<?xml ?>',
  '&amp;',
  '&lt;',
  '&#65;',
  '&#x41;',
  '&#0;',
  '&#xD800;',
  '&#xFFFF;',
  '&#x10FFFF;',
  '&#1;',
  '&x;',
  '&',
  '&#',
  '&#x',
  ' a="1"',
  " b='2'",
  ' p:a="1"',
  ' q:a="1"',
  ' xmlns="u"',
  ' xmlns:p="u"',
  ' xmlns:q="u"',
  ' xmlns:p=""',
  ' xmlns=""',
  ' xmlns:xml="u"',
  ' xmlns:xmlns="u"',
  ' xml:id="i"',
  ' xml:space="x"',
  ' xmlns:xml="http://www.w3.org/XML/1998/namespace"',
  ' xmlns:z="http://www.w3.org/2000/xmlns/"',
  '\u0000',
  '\u0001',
  '\u000b',
  '\u007f',
  '\u0085',
  '\u2028',
  '\ufffe',
  '\uffff',
  '\ufeff',
  '\u{1ffff}',
  '\u0300',
  'ä',
  '😀',
  '<!DOCTYPE a>',
  '<!ELEMENT a ANY>',
  ' encoding="UTF-8"',
  ' encoding="ISO-8859-1"',
  ' standalone="no"',
  ' version="1.1"',
];

/** One document made from a well-formed one by one to four random changes; the same for the same `random`. */
export function mutant(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  let text = pick(seeds);
  for (let changes = 1 + Math.floor(random() ** 3 * 4); changes > 0; changes--) {
    const at = Math.floor(random() * (text.length + 1));
    const end = Math.min(text.length, at + 1 + Math.floor(random() * random() * 12));
    const piece = pick(pieces);
    text = pick([
      () => text.slice(0, at) + piece + text.slice(at),
      () => text.slice(0, at) + piece + text.slice(end),
      () => text.slice(0, at) + text.slice(end),
      () => text.slice(0, end) + text.slice(at),
    ])();
  }
  return Buffer.from(text).toString(); // surrogates cut apart become U+FFFD
}
