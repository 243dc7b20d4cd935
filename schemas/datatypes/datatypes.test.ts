import { describe, expect, it } from 'vitest';
import { formatSpecRef } from '../spec-ref.ts';
import { cx, formatCx, parseCx } from './cx.ts';
import { cxi, formatCxi, parseCxi } from './cxi.ts';
import type { Datatype } from './datatype.ts';
import { dtm, dtmFromDate, padDtm, parseDtm } from './dtm.ts';
import { sameHash, sha1Hex } from './hash.ts';
import { escapeHl7, unescapeHl7 } from './hl7-escape.ts';
import { identifier } from './identifier.ts';
import { language } from './language.ts';
import { mimeType } from './mime.ts';
import { oid, oidUrn } from './oid.ts';
import { patientInfoLine } from './patient-info.ts';
import { recipient } from './recipient.ts';
import { size } from './size.ts';
import { uri } from './uri.ts';
import { formatUuid, oidFromUuid, parseUuid, uuid } from './uuid.ts';
import { formatXcn, parseXcn, xcn } from './xcn.ts';
import { formatXon, parseXon, xon } from './xon.ts';
import { formatXtn, parseXtn, xtn } from './xtn.ts';

interface Proof {
  readonly type: Datatype;
  readonly accepts: readonly string[];
  /** Value to a part of the sentence that says what is wrong. */
  readonly rejects: Readonly<Record<string, string>>;
}

const digits = '0123456789'.repeat(7);
const proofs: readonly Proof[] = [
  {
    type: oid,
    accepts: ['1.2.3', '2.25.329800735698586629295641978511506172918', '0.9.2342'],
    rejects: {
      'urn:oid:1.2': 'prefix',
      '3.1': 'first arc',
      '1.02': 'leading zeros',
      '1': 'dotted',
      [`1.1${digits}`]: 'longer',
    },
  },
  { type: oidUrn, accepts: ['urn:oid:1.2.3'], rejects: { '1.2.3': 'urn:oid:', 'urn:oid:x': 'dotted' } },
  {
    type: uuid,
    accepts: ['urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1'],
    rejects: {
      'urn:uuid:7EDCA82F-054d-47f2-a032-9b2a5b5186c1': 'upper-case',
      '7edca82f-054d-47f2-a032-9b2a5b5186c1': 'start with',
      'urn:uuid:7edca82f': 'RFC 4122',
    },
  },
  {
    type: dtm,
    accepts: ['2024', '202402', '20240229', '2024022923', '202402292359', '20240229235959'],
    rejects: {
      '20230229': 'calendar',
      '20241301': 'calendar',
      '2024022924': 'calendar',
      '20240101120000+0100': 'time zone',
      '20240101120000.5': 'fraction',
      '202': 'digits',
      '2024-01-01': 'digits',
    },
  },
  {
    type: cx,
    accepts: ['p1^^^&1.2.3&ISO', 'a b\\T\\c^^^&1.2.3&ISO'],
    rejects: {
      '^^^&1.2.3&ISO': 'no id',
      'p1^^^NAME&1.2.3&ISO': 'namespace',
      'p1^^^&1.2.3&DNS': '&ISO',
      'p1^^^&1.2.x&ISO': 'dotted',
      'p1^^^&1.2.3&ISO^PI': 'form',
      p1: 'form',
    },
  },
  {
    type: cxi,
    accepts: [
      '1.2.3^^^^urn:ihe:iti:xds:2016:studyInstanceUID',
      'A1^^^&1.2.9&ISO^urn:ihe:iti:xds:2013:accession',
      'A1^^^NAME^urn:ihe:iti:xds:2013:order^urn:oid:1.2',
    ],
    rejects: {
      'A1^^^&1.2.9&ISO': 'form',
      '^^^^urn:x': 'no id',
      'A1^^^^': 'type',
      'A1^x^^^urn:x': 'second',
      'A1^^^&z&ISO^urn:x': 'dotted',
    },
  },
  {
    type: xcn,
    accepts: ['^Smith^John', '11375^Welby^Marcus^J^Jr^Dr^MD^^&1.2.840.113619.6.197&ISO', '11375'],
    rejects: {
      '^^John': 'neither',
      '^Smith^^^^^^^&1.2&ISO': 'without an id',
      '1^Smith^^^^^^^NAME&1.2&ISO': 'empty namespace',
      '1^Smith^^^^^^^&urn:oid:1.2&ISO': 'urn:oid:',
      '1^Smith^^^^^^^&1.2': '&OID&ISO',
    },
  },
  {
    type: xon,
    accepts: ['Some Hospital', 'Some Hospital^^^^^^^^^1.2.3.4', 'Some Hospital^^^^^&1.2.3&ISO^^^^45'],
    rejects: {
      '^^^^^^^^^1.2.3': 'no organization name',
      'Some Hospital^^^^^^^^^45': 'assigning authority',
      'Some Hospital^^^^^1.2.3&ISO^^^^45': '&OID&ISO',
      'Some Hospital^L': 'component 2',
      'Some Hospital^^^^^^^^^1.2.3^A': 'component 11',
    },
  },
  {
    type: xtn,
    accepts: ['^^Internet^a@example.org', '^NET^Internet^a@example.org', '^PRN^PH^^1^555^5551234', '555-1234'],
    rejects: { '^^Internet': 'no address', '^PRN^PH^^1^555': 'neither' },
  },
  {
    type: language,
    accepts: ['en', 'en-US', 'de-CH-1996', 'zh-Hant-TW', 'x-private', 'i-klingon', 'en-GB-oed', 'es-419'],
    rejects: { e: 'tag', en_US: 'tag', '': 'tag' },
  },
  {
    type: mimeType,
    accepts: ['text/xml', 'application/vnd.oasis.opendocument.text', 'text/plain; charset=UTF-8'],
    rejects: { text: 'media type', 'text/ xml': 'media type', '': 'media type' },
  },
  {
    type: sha1Hex,
    accepts: ['da39a3ee5e6b4b0d3255bfef95601890afd80709', 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709'],
    rejects: { da39: '40', [`${'g'.repeat(40)}`]: '40' },
  },
  {
    type: size,
    accepts: ['0', '2147483648'],
    rejects: { '-1': 'decimal', '1.5': 'decimal', [`9${digits}`]: 'larger' },
  },
  {
    type: uri,
    accepts: ['http://a/b?c=d#e', 'DOC0001.XML', 'a%20b'],
    rejects: { 'a b': 'percent', '%2': 'percent', '': 'percent' },
  },
  {
    type: identifier,
    accepts: ['1.2.3', '1.2.3^ext', 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1', 'https://a/b'],
    rejects: { '': 'empty', 'a b': 'white space', ['x'.repeat(257)]: 'longer' },
  },
  {
    type: patientInfoLine,
    accepts: ['PID-5|Doe^John', 'PID-3|'],
    rejects: { 'PID|x': 'form', 'PID-5': 'form', [`PID-5|${'x'.repeat(256)}`]: 'longer' },
  },
  {
    type: recipient,
    accepts: ['Some Hospital^^^^^^^^^1.2.3', 'Org|^Welby^Marcus', '|^Smith^John|^^Internet^a@b.c'],
    rejects: { '||': 'names no', 'a|b|c|d': 'three parts', '|^^John': 'XCN' },
  },
];

describe.each(proofs.map((proof) => [`[${formatSpecRef(proof.type.source)}] ${proof.type.name}`, proof] as const))(
  '%s',
  (_, { type, accepts, rejects }) => {
    it.each(accepts)('accepts %j', (value) => expect(type.check(value)).toBeUndefined());
    it.each(Object.entries(rejects))('rejects %j: it %s', (value, says) => expect(type.check(value)).toContain(says));
  },
);

describe('parts and written forms', () => {
  it('CX both ways, delimiters in the id escaped', () => {
    const patient = { id: 'a^b&c', authority: '1.2.3' };
    expect(formatCx(patient)).toBe('a\\S\\b\\T\\c^^^&1.2.3&ISO');
    expect(parseCx(formatCx(patient))).toEqual(patient);
    expect(parseCx('nothing')).toBeUndefined();
  });
  it('CXi both ways', () => {
    for (const text of ['A1^^^&1.2.9&ISO^urn:x', '1.2^^^^urn:y^urn:oid:1.2'])
      expect(formatCxi(parseCxi(text)!)).toBe(text);
  });
  it('XCN, XON and XTN both ways, trailing empty components left out', () => {
    for (const text of ['11375^Welby^Marcus^J^Jr^Dr^MD^^&1.2.3&ISO', '^Smith'])
      expect(formatXcn(parseXcn(text)!)).toBe(text);
    for (const text of ['Hospital^^^^^&1.2.3&ISO^^^^45', 'Hospital']) expect(formatXon(parseXon(text)!)).toBe(text);
    for (const text of ['^^Internet^a@b.c', '^^PH^^1^555^5551234']) expect(formatXtn(parseXtn(text)!)).toBe(text);
  });
  it('UUIDs with and without their prefix, and as OID', () => {
    const value = 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
    expect(formatUuid(parseUuid(value)!)).toBe(value);
    expect(oidFromUuid(parseUuid(value)!)).toBe('2.25.329800735698586629295641978511506172918');
  });
  it('DTM padded to its earliest moment, to a date and back', () => {
    expect(padDtm('2024')).toBe('20240101000000');
    expect(padDtm('2024022910')).toBe('20240229100000');
    expect(parseDtm('202402')?.toISOString()).toBe('2024-02-01T00:00:00.000Z');
    expect(dtmFromDate(new Date('2024-02-29T23:59:58.999Z'))).toBe('20240229235958');
  });
  it('hashes are the same in either case', () => {
    expect(sameHash('DA39A3', 'da39a3')).toBe(true);
  });
  it('escapes are resolved to what was escaped', () => {
    const text = 'a|b^c&d~e\\f';
    expect(unescapeHl7(escapeHl7(text))).toBe(text);
  });
});
