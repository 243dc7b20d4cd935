/** The reader compared with libxml2: same verdict, same tree, or a difference that has a name and a reason here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalXml } from '../../test/support/xml.ts';
import { mutant, randomFrom } from '../../test/support/xml-mutants.ts';
import { askLibxml2, type OracleVerdict } from '../../test/support/xml-oracle.ts';
import type { XmlElement } from './element.ts';
import { parseXml, XmlError } from './parse.ts';

type Verdict = { readonly root: XmlElement } | { readonly refusal: string };

interface Case {
  readonly text: string;
  readonly ours: Verdict;
  readonly theirs: OracleVerdict;
}

/** Why the two may differ. Each `explains` sees only cases in which they do. */
const differences: readonly { readonly name: string; explains(difference: Case): boolean }[] = [
  {
    name: 'a document type declaration is refused, by rule',
    explains: ({ ours, theirs }) => weRefuse(ours, 'document type') && 'root' in theirs && theirs.dtd,
  },
  {
    // Namespaces 1.0 2.1 wants a URI reference; its characters are checked here, its grammar is not.
    name: 'a namespace name that is no URI by its grammar, or xml:id that is no NCName, is not our business',
    explains: ({ ours, theirs }) =>
      'root' in ours &&
      'refusal' in theirs &&
      theirs.refusal
        .split('\n')
        .every((line) => /is not a valid URI|is not absolute|is not an NCName|Unsupported version|^$/.test(line)),
  },
  {
    // XML 1.0 2.8 [26] asks for a digit after the point.
    name: 'libxml2 takes version="1."',
    explains: ({ text, ours, theirs }) =>
      weRefuse(ours, 'XML declaration') && 'root' in theirs && /version\s*=\s*["']1\.["']/.test(text),
  },
  {
    // libxml2 compares encoding names without their punctuation, and knows more encodings.
    name: 'an encoding that is not read here',
    explains: ({ ours, theirs }) => weRefuse(ours, 'encoding') && 'root' in theirs,
  },
  {
    name: 'libxml2-wasm drops U+FEFF at the start of a string',
    explains: ({ text, ours, theirs }) =>
      'root' in ours &&
      'root' in theirs &&
      text.includes('\ufeff', 1) &&
      canonicalXml(ours.root, 'kept').replaceAll('\ufeff', '') === canonicalXml(theirs.root, 'kept'),
  },
];

function weRefuse(verdict: Verdict, reason: string): boolean {
  return 'refusal' in verdict && verdict.refusal.includes(reason);
}

function read(bytes: Uint8Array): Verdict {
  try {
    return { root: parseXml(bytes) };
  } catch (error) {
    if (error instanceof XmlError) return { refusal: error.message };
    throw error;
  }
}

/** The name of the difference, `same`, or a description of one that nothing explains. */
function compare(bytes: Uint8Array): string {
  const ours = read(bytes);
  const theirs = askLibxml2(bytes);
  if ('refusal' in ours && 'refusal' in theirs) return 'same';
  if ('root' in ours && 'root' in theirs && canonicalXml(ours.root, 'kept') === canonicalXml(theirs.root, 'kept')) {
    return 'same';
  }
  const text = Buffer.from(bytes).toString('utf8');
  const known = differences.find((difference) => difference.explains({ text, ours, theirs }));
  if (known !== undefined) return known.name;
  const say = (verdict: Verdict | OracleVerdict) => ('root' in verdict ? 'accepts' : verdict.refusal);
  return `UNEXPLAINED: we ${say(ours)}, libxml2 ${say(theirs)}: ${JSON.stringify(text.slice(0, 400))}`;
}

describe('parseXml agrees with libxml2', () => {
  it.each([1, 2, 3, 4])('on 3000 documents made from well-formed ones (seed %d)', (seed) => {
    const random = randomFrom(seed);
    const unexplained: string[] = [];
    let accepted = 0;
    for (let count = 0; count < 3000; count++) {
      const bytes = Buffer.from(mutant(random));
      const outcome = compare(bytes);
      if (outcome.startsWith('UNEXPLAINED')) unexplained.push(outcome);
      if (outcome === 'same' && 'root' in read(bytes)) accepted++;
    }
    expect(unexplained).toEqual([]);
    // Enough of both kinds, or the comparison of trees would mean little.
    expect(accepted).toBeGreaterThan(300);
  });

  it('on the same documents in UTF-16 as in UTF-8', () => {
    const random = randomFrom(5);
    for (let count = 0; count < 2000; count++) {
      const text = mutant(random).replaceAll('encoding', 'encodinG');
      const [utf8, utf16] = [read(Buffer.from(`\ufeff${text}`)), read(Buffer.from(`\ufeff${text}`, 'utf16le'))];
      expect('root' in utf16 && canonicalXml(utf16.root), text).toBe('root' in utf8 && canonicalXml(utf8.root));
    }
  });

  it('that no document cut short is one', () => {
    const bytes = Buffer.from('<?xml version="1.0"?><a xmlns:p="u" p:b="é">x &amp;<![CDATA[y]]><!-- z --><p:c/></a>');
    for (let end = 0; end < bytes.length; end++)
      expect(read(bytes.subarray(0, end)), `${end}`).toHaveProperty('refusal');
  });
});

const data = new URL('../../../shared/data/', import.meta.url);

describe.skipIf(!existsSync(data))('parseXml agrees with libxml2 on the published files', () => {
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(xml|xsd|wsdl|xsl|xslt|sch|rng|cda|svg)$/i.test(name),
  );

  it('of which there are hundreds', () => {
    expect(files.length).toBeGreaterThan(400);
  });

  it.each(files)('%s', (file) => {
    expect(compare(readFileSync(new URL(file, data)))).toBe('same');
  });
});
