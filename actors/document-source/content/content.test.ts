import { describe, expect, it } from 'vitest';
import { factsFromXml } from './cda.ts';
import { factsFromJpeg, factsFromPng } from './image.ts';
import { mimeTypeOf } from './mime-type.ts';
import { dtmFromTs } from './moment.ts';
import { factsFromPdf } from './pdf.ts';

describe('[RFC 2045 5.1] media type by content', () => {
  const rows: [string, string, string | Buffer, string][] = [
    ['a PDF under a wrong name', 'a.txt', '%PDF-1.7\n', 'application/pdf'],
    ['a PDF behind a few octets', 'a', '\n\n%PDF-1.4', 'application/pdf'],
    ['a JPEG', 'a.pdf', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['a PNG', 'a', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'image/png'],
    ['a DICOM file', 'a', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]), 'application/dicom'],
    ['XML with a byte order mark', 'a.txt', '\ufeff<?xml version="1.0"?><a/>', 'text/xml'],
    ['XML in UTF-16', 'a', Buffer.from('\ufeff<a/>', 'utf16le'), 'text/xml'],
    ['a page', 'a.xml', '<!DOCTYPE html><html>', 'text/html'],
    ['a FHIR resource', 'a', '{"resourceType":"Bundle"}', 'application/fhir+json'],
    ['a table by its name', 'a.csv', 'a;b\n1;2', 'text/csv'],
    ['text', 'a', 'Grüße', 'text/plain'],
    ['text of an old code page', 'a', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'text/plain'],
    ['an empty file', 'a', '', 'text/plain'],
    ['anything else', 'a.txt', Buffer.from([0, 1, 2, 3]), 'application/octet-stream'],
  ];
  for (const [situation, name, content, expected] of rows) {
    it(`tells ${situation}`, () => expect(mimeTypeOf(Buffer.from(content as string), name)).toBe(expected));
  }
});

describe('[ITI TF-3 Table 4.2.3.1.7-2] times of documents become UTC', () => {
  const rows: [string, string | undefined][] = [
    ['20120910083000-0500', '20120910133000'],
    ['20120910233000.123+0100', '20120910223000'],
    ['20050101003000+0100', '20041231233000'],
    ['201209100830+0530', '201209100300'],
    ['2012091008+0530', '201209100230'],
    ['2012091008+0500', '2012091003'],
    ['20120910083000', '20120910'],
    ['20120910-0500', '20120910'],
    ['2012', '2012'],
    ['20121310', undefined],
    ['yesterday', undefined],
  ];
  for (const [ts, expected] of rows) it(`${ts} is ${expected}`, () => expect(dtmFromTs(ts)).toBe(expected));
});

const cda = (header: string) => Buffer.from(`<ClinicalDocument xmlns="urn:hl7-org:v3">${header}</ClinicalDocument>`);

describe('[ITI TF-3 5.2.3] the header of a CDA document', () => {
  it('gives id, code, title, times, language, people and patient', () => {
    const facts = factsFromXml(
      cda(`
        <templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.2"/>
        <id root="1.2.3" extension="A7"/>
        <code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/>
        <title> Summary
          of care </title>
        <effectiveTime value="20120910083000-0500"/>
        <confidentialityCode code="R" codeSystem="2.16.840.1.113883.5.25"/>
        <languageCode code="de-AT"/>
        <recordTarget><patientRole><id root="2.999.1" extension="M^1"/>
          <addr><streetAddressLine>1 Main St</streetAddressLine><city>Linz</city></addr>
          <patient><name><given>Vera</given><family>Moser</family></name>
            <administrativeGenderCode code="F"/><birthTime value="19700304"/></patient></patientRole></recordTarget>
        <author><assignedAuthor><id root="2.999.2" extension="77"/>
          <assignedPerson><name><prefix>Dr.</prefix><given>Ada</given><given>B.</given><family>Kell</family></name></assignedPerson>
          <representedOrganization><id root="2.999.3" extension="H1"/><name>St. Anna</name></representedOrganization>
        </assignedAuthor></author>
        <author><assignedAuthor><id nullFlavor="NI"/>
          <assignedAuthoringDevice><softwareName>Scanner &amp; Co</softwareName></assignedAuthoringDevice></assignedAuthor></author>
        <legalAuthenticator><assignedEntity><id root="2.999.2" extension="78"/></assignedEntity></legalAuthenticator>
        <documentationOf><serviceEvent><effectiveTime><low value="20120901"/><high value="20120905"/></effectiveTime></serviceEvent></documentationOf>`),
    );
    expect(facts).toEqual({
      uniqueId: '1.2.3^A7',
      title: 'Summary of care',
      creationTime: '20120910133000',
      languageCode: 'de-AT',
      author: [
        expect.objectContaining({
          authorPerson: '77^Kell^Ada^B.^^Dr.^^^&2.999.2&ISO',
          authorInstitution: ['St. Anna^^^^^&2.999.3&ISO^^^^H1'],
        }),
        expect.objectContaining({ authorPerson: '^Scanner \\T\\ Co', authorInstitution: [] }),
      ],
      legalAuthenticator: '78^^^^^^^^&2.999.2&ISO',
      serviceStartTime: '20120901',
      serviceStopTime: '20120905',
      sourcePatientId: 'M\\S\\1^^^&2.999.1&ISO',
      sourcePatientInfo: [
        'PID-3|M\\S\\1^^^&2.999.1&ISO',
        'PID-5|Moser^Vera',
        'PID-7|19700304',
        'PID-8|F',
        'PID-11|1 Main St^^Linz',
      ],
      codes: {
        typeCode: [{ code: '34133-9', codingScheme: '2.16.840.1.113883.6.1' }],
        classCode: [{ code: '34133-9', codingScheme: '2.16.840.1.113883.6.1' }],
        confidentialityCode: [{ code: 'R', codingScheme: '2.16.840.1.113883.5.25' }],
        healthcareFacilityTypeCode: [],
        formatCode: [{ code: 'urn:ihe:pcc:xds-ms:2007' }],
      },
      warnings: [],
    });
  });

  const ids: [string, string, string | undefined][] = [
    ['an OID', '<id root="1.2.3"/>', '1.2.3'],
    [
      'a UUID in capitals',
      '<id root="DB734647-FC99-424C-A864-7E3CDA82E703"/>',
      'urn:uuid:db734647-fc99-424c-a864-7e3cda82e703',
    ],
    ['a UUID with an extension', '<id root="db734647-fc99-424c-a864-7e3cda82e703" extension="1"/>', undefined],
    ['an extension with a blank', '<id root="1.2.3" extension="a b"/>', undefined],
    ['an extension that is too long', `<id root="1.2.3" extension="${'x'.repeat(130)}"/>`, undefined],
    ['no id', '<id nullFlavor="NI"/>', undefined],
  ];
  for (const [situation, id, expected] of ids) {
    it(`takes ${situation} as ${expected}`, () => expect(factsFromXml(cda(id)).uniqueId).toBe(expected));
  }

  it('gives no service times that run backwards, and says so', () => {
    const times = '<effectiveTime><low value="2013"/><high value="2012"/></effectiveTime>';
    const facts = factsFromXml(cda(`<documentationOf><serviceEvent>${times}</serviceEvent></documentationOf>`));
    expect(facts.serviceStartTime).toBeUndefined();
    expect(facts.warnings).toHaveLength(1);
  });

  it('is a warning when the file is not well-formed, and nothing for other XML', () => {
    expect(factsFromXml(Buffer.from('<a><b></a>'))).toEqual({ warnings: [expect.stringContaining('not well-formed')] });
    expect(factsFromXml(Buffer.from('<a/>'))).toEqual({});
  });
});

describe('[ISO 32000-1 14.3.3] the Info dictionary of a PDF', () => {
  const pdf = (entries: string, trailer = '/Info 3 0 R') =>
    factsFromPdf(Buffer.from(`%PDF-1.4\n3 0 obj\n<< ${entries} >>\nendobj\ntrailer << ${trailer} >>`, 'latin1'));

  it('gives title and creation date', () => {
    expect(pdf("/Title (Report \\(final\\) \\304) /CreationDate (D:20200102030405+01'00')")).toEqual({
      title: 'Report (final) Ä',
      creationTime: '20200102020405',
    });
  });
  it('reads UTF-16 in hexadecimal', () => expect(pdf('/Title <FEFF00C400720067>').title).toBe('Ärg'));
  it('keeps the day only of a time without a zone', () => {
    expect(pdf('/CreationDate (D:20200102030405)').creationTime).toBe('20200102');
  });
  it('says nothing of an encrypted file', () => expect(pdf('/Title (x)', '/Info 3 0 R /Encrypt 9 0 R')).toEqual({}));
  it('says nothing without the dictionary', () => expect(factsFromPdf(Buffer.from('%PDF-1.4'))).toEqual({}));
});

describe('dates of images', () => {
  const entry = (tag: number, type: number, length: number, value: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(length, 4);
    bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  it('[Exif 2.32 4.6] a JPEG gives the day it was taken', () => {
    const tiff = Buffer.concat([
      Buffer.from('MM\0*\0\0\0\x08', 'latin1'),
      Buffer.from([0, 1]),
      entry(0x0132, 2, 20, 26),
      Buffer.alloc(4),
      Buffer.from('2019:05:06 07:08:09\0'),
    ]);
    const header = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, tiff.length + 8]);
    const jpeg = Buffer.concat([header, Buffer.from('Exif\0\0'), tiff, Buffer.from([0xff, 0xd9])]);
    expect(factsFromJpeg(jpeg)).toEqual({ creationTime: '20190506' });
    for (let cut = 0; cut < jpeg.length; cut++) expect(() => factsFromJpeg(jpeg.subarray(0, cut))).not.toThrow();
  });
  it('[PNG 11.3.6.1] a PNG gives the moment of its tIME chunk', () => {
    const png = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      Buffer.from([0, 0, 0, 7]),
      Buffer.from('tIME'),
      Buffer.from([0x07, 0xe3, 5, 6, 7, 8, 9]),
      Buffer.alloc(4),
    ]);
    expect(factsFromPng(png)).toEqual({ creationTime: '20190506070809' });
    for (let cut = 0; cut < png.length; cut++) expect(() => factsFromPng(png.subarray(0, cut))).not.toThrow();
  });
});
