import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentResponse } from '../../schemas/ebrs/messages.ts';
import { collect } from '../../schemas/sequence.ts';
import { aCtInstance, dicomSampleFiles, haveDicomSamples, readDicomSample } from '../../test/support/dicom.ts';
import { anImagingSource, type TestImagingSource } from '../../test/support/imaging-document-source.ts';
import { bytesOf } from '../../test/support/soap-packages.ts';

const here = '2.25.88';
const explicit = '1.2.840.10008.1.2.1';

describe('[RAD TF-2 4.69.4.1.3] retrieve imaging document set', () => {
  let source: TestImagingSource;
  const file = (sop: string) =>
    aCtInstance({ SOPInstanceUID: sop, StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.2' });
  beforeAll(async () => {
    source = await anImagingSource({ imagingDocumentSourceUid: here, limits: { instancesPerRetrieve: 4 } });
    for (const sop of ['2.25.3', '2.25.4', '2.25.5']) await source.import(file(sop));
  });
  afterAll(() => source[Symbol.asyncDispose]());

  const retrieve = async (
    sops: string[],
    { study = '2.25.1', series = '2.25.2', repository = here, syntaxes = [explicit], home = {} } = {},
  ) => {
    const documents = sops.map((documentUniqueId) => ({ ...home, repositoryUniqueId: repository, documentUniqueId }));
    const answer = await source.retrieve({
      studies: [{ studyInstanceUID: study, series: [{ seriesInstanceUID: series, documents }] }],
      transferSyntaxUIDs: syntaxes,
    });
    return { ...answer, documents: (await collect(answer.documents)) as DocumentResponse[] };
  };

  it('[RAD TF-2 4.69.4.2.2] sends the stored bytes, with the ids of the request and no home nobody sent', async () => {
    const { status, errors, documents } = await retrieve(['2.25.3', '2.25.4'], {
      syntaxes: ['1.2.840.10008.1.2', explicit],
    });
    expect([status, errors]).toEqual(['Success', []]);
    const { content, ...first } = documents[0]!;
    expect(first).toEqual({
      repositoryUniqueId: here,
      documentUniqueId: '2.25.3',
      mimeType: 'application/dicom',
      size: file('2.25.3').length,
    });
    expect(await bytesOf(content)).toEqual(Buffer.from(file('2.25.3')));
    expect(await bytesOf(documents[1]!.content)).toEqual(Buffer.from(file('2.25.4')));
  });

  it.skipIf(!haveDicomSamples)('[RAD TF-2 4.69.4.1.3] sends the encoding the consumer can decode', async () => {
    await using fresh = await anImagingSource({ imagingDocumentSourceUid: here });
    const files = dicomSampleFiles('studies/xca-alpha');
    expect(files).toHaveLength(4);
    for (const name of files) {
      const { body } = await fresh.import(readDicomSample(name));
      const documents = [{ repositoryUniqueId: here, documentUniqueId: String(body.sopInstanceUID) }];
      const series = [{ seriesInstanceUID: String(body.seriesInstanceUID), documents }];
      const syntax = /([0-9.]+)\.dcm$/.exec(name)![1]!;
      const answer = await fresh.retrieve({
        studies: [{ studyInstanceUID: String(body.studyInstanceUID), series }],
        transferSyntaxUIDs: ['1.2.840.10008.1.2.4.50', syntax],
      });
      const [document] = (await collect(answer.documents)) as DocumentResponse[];
      expect(await bytesOf(document!.content)).toEqual(readDicomSample(name));
    }
  });

  it('[RAD TF-2 4.69.4.2.2] echoes the HomeCommunityId, and sends an instance asked for twice once', async () => {
    const { documents } = await retrieve(['2.25.3', '2.25.3'], { home: { homeCommunityId: 'urn:oid:1.9' } });
    expect(documents.map((document) => document.homeCommunityId)).toEqual(['urn:oid:1.9']);
  });

  it.each([
    ['an unknown instance', ['2.25.9'], {}, 'XDSDocumentUniqueIdError', /2\.25\.9 is held in series/],
    ['the wrong series', ['2.25.3'], { series: '2.25.99' }, 'XDSDocumentUniqueIdError', /series 2\.25\.99/],
    ['the wrong study', ['2.25.3'], { study: '2.25.99' }, 'XDSDocumentUniqueIdError', /study 2\.25\.99/],
    ['another source', ['2.25.3'], { repository: '2.25.89' }, 'XDSUnknownRepositoryId', /2\.25\.89.*2\.25\.88/],
    [
      'another syntax',
      ['2.25.3'],
      { syntaxes: ['1.2.840.10008.1.2.4.50'] },
      'XDSRepositoryError',
      /stored in transfer syntax 1\.2\.840\.10008\.1\.2\.1 /,
    ],
  ])(
    '[RAD TF-2 4.69.4.2.2.2] refuses %s with its own code, located at the instance',
    async (_, sops, how, code, says) => {
      const { status, errors, documents } = await retrieve(sops, how);
      expect([status, documents]).toEqual(['Failure', []]);
      expect(errors).toEqual([
        { errorCode: code, codeContext: expect.stringMatching(says), severity: 'Error', location: sops[0] },
      ]);
    },
  );

  it('[RAD TF-2 4.69.4.2.2.2] is a PartialSuccess when some can be sent', async () => {
    const { status, errors, documents } = await retrieve(['2.25.9', '2.25.4']);
    expect(status).toBe('PartialSuccess');
    expect(documents.map((document) => document.documentUniqueId)).toEqual(['2.25.4']);
    expect(errors.map((error) => error.location)).toEqual(['2.25.9']);
  });

  it('[RAD TF-2 4.69.4.2.2.2] refuses more instances than one answer may have', async () => {
    const { status, errors } = await retrieve(['1', '2', '3', '4', '5'].map((n) => `2.25.${n}`));
    expect([status, errors]).toMatchObject(['Failure', [{ errorCode: 'XDSTooManyResults' }]]);
  });

  it('[RAD TF-2 4.69.4.2.2.2] notices missing bytes before it promises them', async () => {
    const { body } = await source.import(file('2.25.5'));
    for (const name of await source.files()) if (name.endsWith(String(body.sha1))) await rm(name);
    const { status, errors } = await retrieve(['2.25.4', '2.25.5']);
    expect([status, errors]).toMatchObject([
      'PartialSuccess',
      [{ errorCode: 'XDSMissingDocument', location: '2.25.5' }],
    ]);
    await source.import(file('2.25.5'));
    expect((await retrieve(['2.25.5'])).status).toBe('Success');
  });
});
