import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { collect } from '../../schemas/sequence.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { elements, type XmlElement } from '../../schemas/xml/element.ts';
import { parseXml, XmlError } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { openSchema, schemasPresent, xdsBodies } from '../../test/support/xsd.ts';
import { storedQueryRequest } from './client.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { StoredQuery, StoredQueryResponse } from './messages.ts';
import { refuseStoredQuery } from './refuse.ts';

const noParts = (async function* () {})();
const fixture = (path: string) => parseXml(readFileSync(new URL(`fixtures/${path}.xml`, import.meta.url)));
const decodeFixture = (name: string) => requestCodec.decode(fixture(`requests/${name}`), noParts);
const findingsOf = (name: string) =>
  decodeFixture(name).findings.map(({ rule, violation }) => `${rule.code} ${rule.id} ${violation.at}`);
const wire = async (body: AsyncIterable<string> | Iterable<string>) => (await collect(body)).join('');
const bytes = (text: string) => new TextEncoder().encode(text);
const approved = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved';
const deprecated = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated';

describe('[ITI TF-2 3.18.4.1.2] AdhocQueryRequest', () => {
  it('good-find-documents: every parameter, typed', () => {
    const { message, findings } = decodeFixture('good-find-documents');
    expect(findings).toEqual([]);
    expect(message.returnType).toBe('LeafClass');
    expect(message.query).toEqual({
      name: 'FindDocuments',
      parameters: {
        patientId: 'st3498702^^^&1.3.6.1.4.1.21367.2005.3.7&ISO',
        status: [approved, deprecated],
        classCode: ['cls1^^s1', 'cls2^^s2'],
        typeCode: ['typ^^s'],
        practiceSettingCode: ['prc^^s'],
        creationTimeFrom: '200412252300',
        creationTimeTo: '200501010800',
        serviceStartTimeFrom: '2004',
        serviceStartTimeTo: '200501',
        serviceStopTimeFrom: '20041225',
        serviceStopTimeTo: '20050101235959',
        healthcareFacilityTypeCode: ['Emergency Department^^s'],
        eventCodeList: [['ev1^^s', 'ev2^^s'], ['ev3^^s']],
        confidentialityCode: [['N^^2.16.840.1.113883.5.25', 'R^^2.16.840.1.113883.5.25']],
        authorPerson: ['%Welby%', "^O'Brien^_%"],
        formatCode: ['urn:ihe:pcc:xphr:2007^^1.3.6.1.4.1.19376.1.2.3'],
        type: ['urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1', 'urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248'],
      },
    });
  });

  it('good-get-related-documents: home, references, default namespace', () => {
    const { message, findings } = decodeFixture('good-get-related-documents');
    expect(findings).toEqual([]);
    expect(message).toMatchObject({
      query: {
        name: 'GetRelatedDocuments',
        parameters: { uniqueId: '1.2.3^100', associationTypes: ['urn:ihe:iti:2007:AssociationType:RPLC'] },
      },
      returnType: 'ObjectRef',
      returnComposedObjects: false,
      homeCommunityId: 'urn:oid:1.2.3',
    });
  });

  it('odd-tolerated: read as it is meant', () => {
    const { message, findings } = decodeFixture('odd-tolerated');
    expect(findings).toEqual([]);
    expect(message.query).toEqual({
      name: 'FindFolders',
      parameters: {
        patientId: 'p1^^^&1.2.3&ISO',
        lastUpdateTimeFrom: '20221015151515',
        status: [approved],
        codeList: [["a(1),'x'^^s, t"]],
        metadataLevel: '1',
      },
    });
    expect(message.slots.map(({ name }) => name)).toContain('$targetCommunityIdList');
  });

  it('wrong-everything: all findings at once, and no query', () => {
    expect(findingsOf('wrong-everything')).toEqual([
      'XDSRegistryError return-type-known ResponseOption@returnType',
      'XDSRegistryError parameter-coding $XDSDocumentEntryPatientId',
      'XDSRegistryError parameter-coding $XDSDocumentEntryClassCode',
      'XDSRegistryError parameter-coding $XDSDocumentEntryClassCode',
      'XDSRegistryError parameter-coding $XDSDocumentEntryTypeCode',
      'XDSRegistryError parameter-coding $XDSDocumentEntryCreationTimeFrom',
      'XDSStoredQueryParamNumber parameter-number $XDSDocumentEntryCreationTimeTo',
      'XDSStoredQueryParamNumber parameter-number $XDSDocumentEntryFormatCode',
      'XDSStoredQueryMissingParam required-parameters FindDocuments $XDSDocumentEntryStatus',
    ]);
    expect(decodeFixture('wrong-everything').message.query).toBeUndefined();
  });

  it('wrong-identifiers, wrong-query, wrong-empty', () => {
    expect(findingsOf('wrong-identifiers')).toEqual([
      'XDSStoredQueryParamNumber parameter-number $XDSDocumentEntryUniqueId',
      'XDSStoredQueryParamNumber identifiers-exclusive $XDSDocumentEntryEntryUUID, $XDSDocumentEntryUniqueId',
    ]);
    expect(findingsOf('wrong-query')).toEqual(['XDSUnknownStoredQuery stored-query-known AdhocQuery@id']);
    expect(findingsOf('wrong-empty')).toEqual([
      'XDSRegistryError ebrs-response-option AdhocQueryRequest',
      'XDSRegistryError ebrs-query AdhocQueryRequest',
      'XDSRegistryError return-type-known ResponseOption@returnType',
      'XDSUnknownStoredQuery stored-query-known AdhocQuery@id',
    ]);
  });

  it('another body element is a Sender fault', () => {
    const body: XmlElement = { ns: namespaces.query, name: 'AdhocQueryResponse', attributes: [], children: [] };
    expect(() => requestCodec.decode(body, noParts)).toThrow(SoapFault);
    expect(() => responseCodec.decode({ ...body, name: 'AdhocQueryRequest' }, noParts)).toThrow(SoapFault);
  });

  it.each(['good-find-documents', 'good-get-related-documents', 'odd-tolerated', 'wrong-everything'])(
    '%s is written again as it was read, unknown parameters included',
    async (name) => {
      const { message } = decodeFixture(name);
      const body = parseXml(bytes(await wire(requestCodec.encode(message).body)));
      expect(requestCodec.decode(body, noParts).message).toEqual(message);
    },
  );
});

const queries: readonly StoredQuery[] = [
  decodeFixture('good-find-documents').message.query!,
  {
    name: 'FindSubmissionSets',
    parameters: {
      patientId: "p'1^^^&1.2&ISO",
      status: [approved],
      sourceId: ['1.2', '1.3'],
      submissionTimeFrom: '2024',
      submissionTimeTo: '202502',
      authorPerson: '%',
      contentType: ['a^^b'],
    },
  },
  { name: 'FindFolders', parameters: { patientId: 'p', status: [deprecated], codeList: [['a^^b', 'c^^d'], ['e^^f']] } },
  {
    name: 'GetAll',
    parameters: {
      patientId: 'p',
      documentEntryStatus: [approved],
      submissionSetStatus: [approved],
      folderStatus: [deprecated],
    },
  },
  { name: 'GetDocuments', parameters: { uniqueId: Array.from({ length: 60 }, (_, i) => `1.2.3.${i}^(a,'b')`) } },
  { name: 'GetFolders', parameters: { entryUUID: ['urn:uuid:1', 'urn:uuid:2'] } },
  { name: 'GetAssociations', parameters: { uuid: ['urn:uuid:1'] } },
  { name: 'GetDocumentsAndAssociations', parameters: { entryUUID: ['urn:uuid:1'] } },
  { name: 'GetSubmissionSets', parameters: { uuid: ['urn:uuid:1'] } },
  {
    name: 'GetSubmissionSetAndContents',
    parameters: { uniqueId: '1.2', confidentialityCode: [['a^^b']], type: ['urn:uuid:3'] },
  },
  { name: 'GetFolderAndContents', parameters: { entryUUID: 'urn:uuid:1', formatCode: ['a^^b'] } },
  { name: 'GetFoldersForDocument', parameters: { entryUUID: 'urn:uuid:1' } },
  {
    name: 'GetRelatedDocuments',
    parameters: {
      uniqueId: '1',
      associationTypes: ['urn:ihe:iti:2007:AssociationType:APND'],
      associationStatus: [approved, deprecated],
      metadataLevel: '2',
    },
  },
  { name: 'GetDocuments', parameters: { logicalID: ['urn:uuid:1'], metadataLevel: '1' } },
  { name: 'GetFolders', parameters: { logicalID: ['urn:uuid:1', 'urn:uuid:2'] } },
  {
    name: 'FindDocumentsByReferenceId',
    parameters: {
      patientId: 'p',
      status: [approved],
      referenceIdList: [["a'b^^^&1.2&ISO^urn:x", 'c'], ['d%_']],
      documentAvailability: ['urn:ihe:iti:2010:DocumentAvailability:Offline'],
    },
  },
  {
    name: 'FindDocumentsExclude',
    parameters: {
      patientId: 'p',
      status: [approved],
      referenceIdList: [['a']],
      classCodeExclude: ['a^^b'],
      typeCodeExclude: ['a^^b'],
      practiceSettingCodeExclude: ['a^^b', 'c^^d'],
      healthcareFacilityTypeCodeExclude: ['a^^b'],
      eventCodeListExclude: ['a^^b'],
      confidentialityCodeExclude: ['a^^b'],
      authorPersonExclude: ['%'],
      formatCodeExclude: ['a^^b'],
      typeExclude: ['urn:uuid:3'],
    },
  },
];

describe('[ITI TF-2 3.18.4.1.2.3.7] every stored query', () => {
  it.each(queries.map((query) => [query.name, query] as const))('%s is read as it was asked', async (_, query) => {
    const text = await wire(requestCodec.encode(storedQueryRequest(query, { homeCommunityId: 'urn:oid:1.2' })).body);
    const { message, findings } = requestCodec.decode(parseXml(bytes(text)), noParts);
    expect(findings).toEqual([]);
    expect(message.query).toEqual(query);
    expect(message.homeCommunityId).toBe('urn:oid:1.2');
    for (const slot of message.slots) for (const value of slot.values) expect(value.length).toBeLessThanOrEqual(256);
  });

  it.skipIf(!schemasPresent)('requests and answers are valid by the published schemas', async () => {
    using schema = openSchema(xdsBodies);
    for (const query of queries) {
      expect(schema.objections(await wire(requestCodec.encode(storedQueryRequest(query)).body))).toEqual([]);
    }
    const refusal = refuseStoredQuery([{ errorCode: 'XDSUnknownStoredQuery', codeContext: '"<&', severity: 'Error' }]);
    expect(schema.objections(await wire(responseCodec.encode(refusal).body))).toEqual([]);
  });
});

describe('[ITI TF-2 3.18.4.1.3] AdhocQueryResponse', () => {
  it('good-references: an array of references with home', () => {
    const { message, findings } = responseCodec.decode(fixture('responses/good-references'), noParts);
    expect(findings).toEqual([]);
    expect(message.status).toBe('Success');
    expect(message.objects).toEqual([
      {
        kind: 'ObjectRef',
        entryUUID: 'urn:uuid:22c85315-12cd-4d52-97a9-8d827f03ddc5',
        homeCommunityId: 'urn:oid:1.2.3',
      },
      {
        kind: 'ObjectRef',
        entryUUID: 'urn:uuid:6eb82cee-a028-4db2-b346-8837d5043227',
        homeCommunityId: 'urn:oid:1.2.3',
      },
    ]);
  });

  it('odd-without-list: an empty answer with its error', () => {
    const { message, findings } = responseCodec.decode(fixture('responses/odd-without-list'), noParts);
    expect(findings.map(({ violation }) => violation.severity)).toEqual(['Warning']);
    expect(message).toEqual({
      status: 'Failure',
      errors: [{ errorCode: 'XDSUnknownPatientId', codeContext: 'p9^^^&1.2.3&ISO', severity: 'Error' }],
      objects: [],
    });
  });

  it('wrong-status: counts as Failure and is reported', () => {
    const { message, findings } = responseCodec.decode(fixture('responses/wrong-status'), noParts);
    expect(message.status).toBe('Failure');
    expect(findings.map(({ rule }) => rule.id)).toEqual(['ebrs-response-status']);
  });

  it('is written one object after the other, so that a big answer streams', async () => {
    let made = 0;
    const objects = {
      *[Symbol.iterator]() {
        for (; made < 3; made++) yield { kind: 'rendered', ebrim: `<rim:ObjectRef id="urn:uuid:${made}"/>` } as const;
      },
    };
    const body = responseCodec.encode({ status: 'Success', errors: [], objects }).body as Iterable<string>;
    const pieces = body[Symbol.iterator]();
    expect(pieces.next().value).toMatch(/RegistryObjectList>$/);
    expect(made).toBe(0);
    expect(pieces.next().value).toBe('<rim:ObjectRef id="urn:uuid:0"/>');
    expect(made).toBe(0);
    const rest = [...{ [Symbol.iterator]: () => pieces }];
    expect(rest).toHaveLength(3);
  });

  it('a refusal has an empty RegistryObjectList', async () => {
    const text = await wire(responseCodec.encode(refuseStoredQuery([])).body);
    const list = elements(parseXml(bytes(text))).map(({ name, children }) => [name, children]);
    expect(list).toEqual([['RegistryObjectList', []]]);
  });
});

const messages = new URL('../../../shared/data/messages/', import.meta.url);

/** The query bodies in the collected messages: AdhocQueryRequest or AdhocQueryResponse, in an envelope or alone. */
function collectedBodies(name: 'AdhocQueryRequest' | 'AdhocQueryResponse'): [string, XmlElement][] {
  const find = (element: XmlElement): XmlElement[] =>
    element.ns === namespaces.query && element.name === name ? [element] : elements(element).flatMap(find);
  return readdirSync(messages, { recursive: true, withFileTypes: true }).flatMap((file): [string, XmlElement][] => {
    if (!file.isFile() || !file.name.endsWith('.xml')) return [];
    const content = readFileSync(`${file.parentPath}/${file.name}`);
    if (!content.includes(name)) return [];
    try {
      return find(parseXml(content)).map((body) => [file.name, body]);
    } catch (error) {
      // Not XML by itself (a recorded HTTP exchange, a fragment): the XML reader's business.
      if (error instanceof XmlError) return [];
      throw error;
    }
  });
}

describe.skipIf(!existsSync(messages))('messages of other systems', () => {
  it('every request is read and written again to an equal message', async () => {
    const bodies = collectedBodies('AdhocQueryRequest');
    expect(bodies.length).toBeGreaterThan(15);
    for (const [file, body] of bodies) {
      const { message, findings } = requestCodec.decode(body, noParts);
      const again = parseXml(bytes(await wire(requestCodec.encode(message).body)));
      expect(requestCodec.decode(again, noParts).message, file).toEqual(message);
      const invalid = findings.some(({ rule }) => rule.id.startsWith('ebrs-'));
      // A body without the elements of its schema is completed on writing, so it cannot be equal.
      if (!invalid) expect(canonicalEbxml(again), file).toBe(canonicalEbxml(body));
    }
  });

  it('every response is read and written again to an equal message', async () => {
    const bodies = collectedBodies('AdhocQueryResponse');
    expect(bodies.length).toBeGreaterThan(8);
    for (const [file, body] of bodies) {
      const { message } = responseCodec.decode(body, noParts);
      const again = parseXml(bytes(await wire(responseCodec.encode(message as StoredQueryResponse).body)));
      expect(responseCodec.decode(again, noParts).message, file).toEqual(message);
    }
  });
});
