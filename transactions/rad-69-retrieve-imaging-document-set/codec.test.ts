import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import type { EncodedMessage, Part } from '../../runtime/soap/transaction.ts';
import { checkAll } from '../../schemas/rule.ts';
import { collect } from '../../schemas/sequence.ts';
import { elements, type XmlElement } from '../../schemas/xml/element.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { bytesOf, chunksOf } from '../../test/support/soap-packages.ts';
import { requestCodec, responseCodec } from './codec.ts';
import { retrieveImagingDocumentSet } from './transaction.ts';

const fixture = (name: string) => parseXml(readFileSync(new URL(`fixtures/${name}.xml`, import.meta.url)));
const text = (value: string) => new TextEncoder().encode(value);
const asXml = async (message: EncodedMessage): Promise<XmlElement> =>
  parseXml(text((await collect(message.body)).join('')));
const noParts = chunksOf() as AsyncIterable<never>;

async function* partsOf(...parts: readonly Part[]): AsyncGenerator<Part> {
  yield* parts;
}

const one = { repositoryUniqueId: '2.25.88', documentUniqueId: '2.25.1003' };

describe('[RAD TF-2 4.69.4.1.2] RetrieveImagingDocumentSetRequest', () => {
  it('[RAD TF-2 4.69.4.1.2] decodes studies, series, documents and transfer syntaxes', () => {
    expect(requestCodec.decode(fixture('request'), noParts)).toEqual({
      message: {
        studies: [
          {
            studyInstanceUID: '2.25.1001',
            series: [
              {
                seriesInstanceUID: '2.25.1002',
                documents: [
                  { ...one, homeCommunityId: 'urn:oid:2.25.77' },
                  { ...one, documentUniqueId: '2.25.1004' },
                ],
              },
              {
                seriesInstanceUID: '2.25.1005',
                documents: [{ repositoryUniqueId: '2.25.89', documentUniqueId: '2.25.1006' }],
              },
            ],
          },
        ],
        transferSyntaxUIDs: ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2.4.70'],
      },
      findings: [],
    });
  });

  it('[RAD TF-2 4.69.4.1.2] reads DocumentRequest in the RAD-69 namespace and trims UIDs', () => {
    expect(requestCodec.decode(fixture('request-odd'), noParts)).toEqual({
      message: {
        studies: [{ studyInstanceUID: '2.25.1001', series: [{ seriesInstanceUID: '2.25.1002', documents: [one] }] }],
        transferSyntaxUIDs: ['1.2.840.10008.1.2.1'],
      },
      findings: [],
    });
  });

  it('[RAD TF-2 4.69.4.1.2] writes what it reads, DocumentRequest in the ITI namespace only', async () => {
    for (const name of ['request', 'request-odd']) {
      const { message } = requestCodec.decode(fixture(name), noParts);
      const written = await asXml(requestCodec.encode(message));
      expect(requestCodec.decode(written, noParts).message).toEqual(message);
      const [study] = elements(written);
      const [series] = elements(study!);
      expect(elements(series!).map((element) => element.ns)).toEqual(
        message.studies[0]!.series[0]!.documents.map(() => 'urn:ihe:iti:xds-b:2007'),
      );
    }
  });

  it('[RAD TF-2 4.69.4.1.2] reports everything that is missing, with code and place', async () => {
    const { message, findings } = requestCodec.decode(fixture('request-wrong'), noParts);
    const all = [...findings, ...(await checkAll(retrieveImagingDocumentSet.rules, message, undefined))];
    expect(all.map(({ rule, violation }) => [rule.code, violation.at])).toEqual([
      ['XDSRepositoryError', 'SeriesRequest , DocumentRequest[1].RepositoryUniqueId'],
      ['XDSIRequestError', 'StudyRequest 1@studyInstanceUID'],
      ['XDSIRequestError', 'StudyRequest , SeriesRequest 1@seriesInstanceUID'],
      ['XDSRepositoryError', 'TransferSyntaxUIDList'],
    ]);
  });

  it.each([
    ['the ITI-43 request', '<x:RetrieveDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007"/>'],
    ['the right name in no namespace', '<RetrieveImagingDocumentSetRequest/>'],
  ])('[RAD TF-2 4.69.4.1.2] refuses %s with a fault', (_, xml) => {
    expect(() => requestCodec.decode(parseXml(text(xml)), noParts)).toThrow(SoapFault);
  });

  const shared = new URL('../../../shared/data/messages/rad/rad69-request.envelope.xml', import.meta.url);
  it.skipIf(!existsSync(shared))('[RAD TF-2 4.69.4.1.2] reads a request recorded from an archive', () => {
    const body = elements(parseXml(readFileSync(shared))).find((element) => element.name === 'Body')!;
    const { message, findings } = requestCodec.decode(elements(body)[0]!, noParts);
    expect(findings).toEqual([]);
    expect(message).toMatchObject({
      studies: [{ series: [{ documents: [{ repositoryUniqueId: '1.3.6.1.4.1.21367.13.80.110' }] }] }],
      transferSyntaxUIDs: ['1.2.840.10008.1.2'],
    });
  });
});

describe('[RAD TF-2 4.69.4.2.2] RetrieveDocumentSetResponse', () => {
  it('[RAD TF-2 4.69.4.2.2] decodes a partial success and streams its part', async () => {
    const part: Part = { contentId: 'i1@src', contentType: 'application/dicom', content: chunksOf(text('DICM')) };
    const { message, findings } = responseCodec.decode(fixture('response-partial'), partsOf(part));
    expect(findings).toEqual([]);
    expect(message).toMatchObject({ status: 'PartialSuccess', errors: [{ location: '2.25.1004', severity: 'Error' }] });
    const documents: unknown[] = [];
    for await (const { content, ...document } of message.documents) {
      documents.push({ ...document, content: (await bytesOf(content)).toString() });
    }
    expect(documents).toEqual([
      { ...one, homeCommunityId: 'urn:oid:2.25.77', mimeType: 'application/dicom', content: 'DICM' },
    ]);
  });

  it('[RAD TF-2 4.69.4.2.2] writes one part per instance, and no HomeCommunityId nobody asked for', async () => {
    const documents = [{ ...one, mimeType: 'application/dicom', content: chunksOf(text('DICM')) }];
    const encoded = responseCodec.encode({ status: 'Success', errors: [], documents });
    expect(encoded.parts.map((part) => part.contentType)).toEqual(['application/dicom']);
    const body = (await collect(encoded.body)).join('');
    expect(body).not.toContain('HomeCommunityId');
    const { message } = responseCodec.decode(parseXml(text(body)), partsOf(...encoded.parts));
    const [document] = await collect(message.documents);
    expect(document).toMatchObject({ ...one, mimeType: 'application/dicom' });
  });

  it('[RAD TF-2 4.69.4.2.3] refuses as ITI-43 does: Failure and no document', () => {
    const error = { errorCode: 'XDSIRequestError', codeContext: 'why', severity: 'Error' } as const;
    expect(retrieveImagingDocumentSet.refuse([error])).toEqual({ status: 'Failure', errors: [error], documents: [] });
  });
});
