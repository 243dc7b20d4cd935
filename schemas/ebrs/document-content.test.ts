import { describe, expect, it } from 'vitest';
import { DocumentContentError, MissingPart } from '../errors/document-content-error.ts';
import { collect } from '../sequence.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { parseXml } from '../xml/parse.ts';
import { decodeBase64 } from './base64.ts';
import {
  type ContentPlace,
  contentFrom,
  contentPlaceOf,
  encodeInclude,
  type PlacedDocument,
  type ReceivedPart,
} from './document-content.ts';

const bytes = (text: string) => Buffer.concat([...decodeBase64(text)]);

describe('[XML Schema 3.2.16] inline base64', () => {
  it.each([0, 1, 2, 3, 4, 5, 255, 49_151, 49_152, 49_153, 200_000])('gives back %i octets, lines and all', (length) => {
    const content = Buffer.from(Array.from({ length }, (_, i) => (i * 7) % 256));
    const text = content.toString('base64');
    expect(bytes(text).equals(content)).toBe(true);
    expect(bytes(`\n  ${text.replace(/.{76}/g, '$&\r\n')}\n`).equals(content)).toBe(true);
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AA=',
    'A===',
    '====',
    'AAAA=',
    'AA==AAAA',
    'AB==',
    'AAB=',
    'AA-_',
    'AA*A',
    'é',
    'AAAA\u00a0',
  ])('refuses %j', (text) => {
    expect(() => bytes(text)).toThrow(DocumentContentError);
    expect(() => bytes('A'.repeat(65_536 * 2) + text)).toThrow(DocumentContentError);
  });

  it('never holds the whole document', () => {
    const pieces = [...decodeBase64('AAAA'.repeat(100_000))];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(49_152);
  });
});

describe('[XOP 1.0 3.2] the place of a document', () => {
  const place = (content: string): ContentPlace | undefined =>
    contentPlaceOf(parseXml(Buffer.from(`<Document xmlns:xop="${namespaces.xop}">${content}</Document>`)));

  it.each<[string, ContentPlace | undefined]>([
    ['<xop:Include href="cid:a@b"/>', { cid: 'a@b' }],
    ['\n <xop:Include href="cid:a%40b%2Fc"/>\n', { cid: 'a@b/c' }],
    ['<xop:Include href="cid:100%"/>', { cid: '100%' }],
    ['', { base64: '' }],
    [' QQ== ', { base64: ' QQ== ' }],
    ['<xop:Include href="http://a/b"/>', undefined],
    ['<xop:Include href="cid:"/>', undefined],
    ['<xop:Include/>', undefined],
    ['<Include href="cid:a"/>', undefined],
    ['QQ==<xop:Include href="cid:a"/>', undefined],
    ['<xop:Include href="cid:a"/><xop:Include href="cid:b"/>', undefined],
  ])('%s', (content, expected) => {
    expect(place(content)).toEqual(expected);
  });

  it.each(['a@b', 'ü/?#[]%20', "a'b&c<d>"])('[RFC 2392] %s is written so that it is read again', (cid) => {
    expect(place(encodeInclude(cid))).toEqual({ cid });
  });
});

describe('[ITI TF-2 V.8] documents of a message', () => {
  async function* parts(...ids: string[]): AsyncGenerator<ReceivedPart> {
    for (const id of ids) yield { contentId: id, content: content(id) };
  }
  async function* content(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const placed = (id: string, place: ContentPlace): PlacedDocument<{ id: string }> => ({ document: { id }, place });
  async function read(documents: readonly PlacedDocument<{ id: string }>[], ...ids: string[]): Promise<string[]> {
    const read: string[] = [];
    for await (const document of contentFrom(documents, parts(...ids)))
      read.push(`${document.id}=${Buffer.concat(await collect(document.content)).toString()}`);
    return read;
  }

  it('come inline ones first, then in wire order, whatever the order of the root', async () => {
    const documents = [
      placed('d1', { cid: 'p1' }),
      placed('d2', { base64: 'aW4=' }),
      placed('d3', { cid: 'p@3' }),
      placed('d4', { base64: '' }),
    ];
    expect(await read(documents, 'p%403', 'unnamed', 'p1')).toEqual(['d2=in', 'd4=', 'd3=p%403', 'd1=p1']);
  });

  it('are skipped when their content is not read', async () => {
    const ids: string[] = [];
    for await (const { id } of contentFrom([placed('a', { cid: '1' }), placed('b', { cid: '2' })], parts('1', '2')))
      ids.push(id);
    expect(ids).toEqual(['a', 'b']);
  });

  it('read the package to its end even when no document is in a part', async () => {
    let ended = false;
    async function* watched() {
      yield* parts('x', 'y');
      ended = true;
    }
    expect(await collect(contentFrom([placed('a', { base64: '' })], watched()))).toHaveLength(1);
    expect(ended).toBe(true);
  });

  it('are missed when their part is not there', async () => {
    const reading = read([placed('a', { cid: 'gone' })], 'other');
    await expect(reading).rejects.toThrow(new MissingPart('gone'));
    await expect(reading).rejects.toBeInstanceOf(DocumentContentError);
  });

  it('are refused when two name one part', async () => {
    const both = [placed('a', { cid: 'p' }), placed('b', { cid: 'p' })];
    await expect(read(both, 'p')).rejects.toThrow(/two Documents/);
  });
});
