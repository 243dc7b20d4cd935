import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePhantomStudy } from '../../cli/phantom/make-phantom-study.ts';
import { createLogger } from '../../runtime/log.ts';
import { createSoapClient } from '../../runtime/soap/client.ts';
import { type HttpConnections, httpTransport, openHttpConnections } from '../../runtime/soap/http-transport.ts';
import { readManifest } from '../../schemas/dicom/read-manifest.ts';
import { anImagingSource, type TestImagingSource } from '../../test/support/imaging-document-source.ts';
import { retrieveImagingDocumentSet } from '../../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { planRetrieval } from './plan-retrieval.ts';
import { type ImagingRetrieval, retrieveInstances } from './retrieve-instances.ts';

const sha1 = () => createHash('sha1');

describe('[RAD TF-1 18.1] a published study is retrieved over sockets', () => {
  let source: TestImagingSource;
  let connections: HttpConnections;
  let call: ImagingRetrieval;
  const hashes = new Map<string, string>();

  beforeAll(async () => {
    source = await anImagingSource();
    connections = openHttpConnections();
    const client = createSoapClient({ log: createLogger({ level: 'silent' }), audit: () => {} });
    call = client.connect(retrieveImagingDocumentSet, httpTransport(`${source.url}/imaging`, connections));
    let last = 0;
    const study = makePhantomStudy({
      newUID: () => `2.25.${++last}`,
      patient: { patientName: 'Moser^Vera', patientID: 'LOC-77' },
      studyDate: '20250102',
      studyTime: '030405',
      timezoneOffsetFromUTC: '+0100',
      accessionNumber: 'A77',
      slices: 12,
      size: 256,
    });
    for await (const file of study) {
      const { body } = await source.import(file);
      hashes.set(String(body.sopInstanceUID), sha1().update(file).digest('hex'));
    }
    await source.publish('2.25.1', { patientId: 'PAT-1^^^&1.3.6.1.4.1.21367.13.20.3000&ISO' });
  });
  afterAll(async () => {
    await connections.close();
    await source[Symbol.asyncDispose]();
  });

  it('[RAD TF-2 4.69] brings back every byte of every slice, in batches', async () => {
    const read = readManifest(source.sent[0]!.document);
    if (read.status !== 'read') throw new Error(read.reason);
    const plan = planRetrieval(read.manifest, { limits: { instances: 5 } });
    expect(plan.batches.map((batch) => batch.instances.length)).toEqual([5, 5, 2]);
    const received = new Map<string, string>();
    const result = await retrieveInstances(plan, {
      sourceFor: () => call,
      transferSyntaxUIDs: [],
      sink: async ({ sopInstanceUID }, content) => {
        const hash = sha1();
        for await (const chunk of content) hash.update(chunk);
        received.set(sopInstanceUID, hash.digest('hex'));
      },
    });
    expect(result).toMatchObject({ complete: true, missing: [], warnings: [] });
    expect(received).toEqual(hashes);
  });

  it('[RAD TF-2 4.69.4.2.2.2] carries partial success and refusals over the wire', async () => {
    const [sop] = hashes.keys();
    const document = (documentUniqueId: string) => ({
      repositoryUniqueId: '1.3.6.1.4.1.21367.13.71.101',
      documentUniqueId,
    });
    const request = (documents: ReturnType<typeof document>[], transferSyntaxUIDs = ['1.2.840.10008.1.2.1']) =>
      call({
        studies: [{ studyInstanceUID: '2.25.1', series: [{ seriesInstanceUID: '2.25.2', documents }] }],
        transferSyntaxUIDs,
      });
    const partial = await request([document(sop!), document('2.25.999')]);
    expect([partial.status, partial.errors]).toMatchObject(['PartialSuccess', [{ location: '2.25.999' }]]);
    let octets = 0;
    for await (const { content } of partial.documents) for await (const chunk of content) octets += chunk.length;
    expect(octets).toBeGreaterThan(256 * 256 * 2);
    const refused = await request([document(sop!)], []);
    expect([refused.status, refused.errors]).toMatchObject(['Failure', [{ errorCode: 'XDSRepositoryError' }]]);
    expect(refused.errors[0]?.codeContext).toContain('transfer-syntax-listed');
  });
});
