import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameOf } from '../../runtime/mllp/frame.ts';
import { writeRequestAddressing } from '../../runtime/soap/addressing.ts';
import { writePackage } from '../../runtime/soap/package.ts';
import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { formatHl7Message } from '../../schemas/hl7v2/format.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { retrieveDocumentSet } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import { retrieveImagingDocumentSet } from '../../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { aCtInstance } from '../support/dicom.ts';
import { feedOnePatient, importInstance, namedProvision, provide, retrieve } from '../support/domain-traffic.ts';
import { aFeedMessage, anIdentifier } from '../support/feed-messages.ts';
import { aRepositoryUniqueId } from '../support/metadata.ts';
import { connectTo, openFilesBelow, postBytes, readAtLeast, until, write } from '../support/raw-http.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { bytesOf } from '../support/soap-packages.ts';

const large = 'a line of a long document\n'.repeat(400_000);

/** A request as the octets of its HTTP message. */
async function httpMessage<Req, Res>(
  transaction: SoapTransaction<Req, Res>,
  url: string,
  request: Req,
): Promise<Buffer> {
  const action = transaction.action.request;
  const { headers, body } = await writePackage({
    packaging: transaction.packaging,
    action,
    headers: writeRequestAddressing({ action, messageId: 'urn:uuid:1', to: url }),
    ...transaction.request.encode(request),
  });
  return postBytes(url, headers['content-type']!, await bytesOf(body));
}

describe('peers that vanish', () => {
  let domain: TestDomain;
  let patientId: string;
  beforeAll(async () => {
    domain = await aRunningDomain();
    patientId = await feedOnePatient(domain, 'P1');
    expect(await provide(domain, { set: 'S1', documents: { a: large }, patientId })).toMatchObject({
      status: 'Success',
    });
    await importInstance(domain, aCtInstance({ Rows: 2000, Columns: 2000, PixelData: new Uint8Array(8_000_000) }));
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  const staged = async () => (await domain.kept()).files.filter((file) => file.includes('/staging/'));

  /** True when nothing is staged and nothing changes any more. */
  async function atRest(): Promise<boolean> {
    const now = await domain.kept();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return (await staged()).length === 0 && JSON.stringify(now) === JSON.stringify(await domain.kept());
  }

  /** How much of an ITI-41 message of two documents is sent before the sender is gone, and how many are staged by then. */
  const cuts: readonly [where: string, staging: number, at: (message: Buffer) => number][] = [
    ['in its HTTP headers', 0, () => 40],
    ['before the body', 0, (message) => message.indexOf('\r\n\r\n') + 4],
    ['in the envelope', 0, (message) => message.indexOf('SubmitObjectsRequest')],
    ['after the envelope', 0, (message) => message.indexOf('</s:Envelope>') + 13],
    ['in the headers of a part', 0, (message) => message.indexOf('Content-Type', message.indexOf('</s:Envelope>')) + 5],
    ['in the first document', 1, (message) => message.indexOf('a line of') + 5_000_000],
    ['between the documents', 1, (message) => message.lastIndexOf('Content-ID')],
    ['in the second document', 2, (message) => message.lastIndexOf('second document') + 6],
    ['one octet before the end', 2, (message) => message.length - 1],
  ];

  it.each(cuts)(
    '[ITI TF-2 3.41] a source that is gone %s, %i documents staged, leaves nothing',
    async (_, staging, at) => {
      const url = domain.url('ITI-41');
      const named = { set: 'S2', documents: { b: large, c: 'the second document' }, patientId };
      const message = await httpMessage(provideAndRegisterDocumentSet, url, namedProvision(named));
      const end = at(message);
      expect(end).toBeGreaterThan(20);
      const before = await domain.kept();
      const socket = await connectTo(url);
      await write(socket, message.subarray(0, end));
      await until(staged, (files) => files.length >= staging);
      socket.destroy();
      await until(
        () => domain.kept(),
        (kept) => JSON.stringify(kept) === JSON.stringify(before),
      );
    },
  );

  it('[ITI TF-2 3.41] a source that is gone after all it had to say is registered whole or not at all', async () => {
    const url = domain.url('ITI-41');
    const named = { set: 'S3', documents: { d: 'only this' }, patientId };
    const before = await domain.kept();
    const socket = await connectTo(url);
    await write(socket, await httpMessage(provideAndRegisterDocumentSet, url, namedProvision(named)));
    socket.destroy();
    await until(atRest, (still) => still);
    const rows = (await domain.kept()).rows;
    const more = (table: string) => rows[table]! - before.rows[table]!;
    const registered = more('document_registry.document_entry');
    expect([0, 1]).toContain(registered);
    expect([more('document_registry.submission_set'), more('document_repository.document')]).toEqual([
      registered,
      registered,
    ]);
    expect(more('document_repository.unconfirmed')).toBe(0);
  });

  it('[ITI TF-2 3.8] a feed that is cut short, however late, is as if it had never come', async () => {
    const before = await domain.kept();
    const { segments } = patientIdentityFeed.request.encode(aFeedMessage('A04', [anIdentifier('CUT')]));
    const frame = frameOf(formatHl7Message({ segments }));
    for (const end of [1, 100, frame.length - 2, frame.length - 1]) {
      for (const actor of ['document-registry', 'patient-identifier-cross-reference-manager']) {
        const socket = await connectTo(domain.url('ITI-8', actor));
        await write(socket, frame.subarray(0, end));
        socket.end();
        await readAtLeast(socket, Number.POSITIVE_INFINITY);
      }
    }
    expect(await domain.kept()).toEqual(before);
  });

  const retrievals: readonly [string, () => Promise<Buffer>, url: () => string][] = [
    [
      '[ITI TF-2 3.43] a consumer that is gone in the middle of a document',
      () =>
        httpMessage(retrieveDocumentSet, domain.url('ITI-43'), {
          documents: [{ repositoryUniqueId: aRepositoryUniqueId, documentUniqueId: oidOf('a') }],
        }),
      () => domain.url('ITI-43'),
    ],
    [
      '[RAD TF-2 4.69] a consumer that is gone in the middle of an image',
      () =>
        httpMessage(retrieveImagingDocumentSet, domain.url('RAD-69'), {
          transferSyntaxUIDs: ['1.2.840.10008.1.2.1'],
          studies: [
            {
              studyInstanceUID: '2.25.1001',
              series: [
                {
                  seriesInstanceUID: '2.25.1002',
                  documents: [{ repositoryUniqueId: '1.3.6.1.4.1.21367.13.71.101', documentUniqueId: '2.25.1003' }],
                },
              ],
            },
          ],
        }),
      () => domain.url('RAD-69'),
    ],
  ];

  it.skipIf(!existsSync('/proc/self/fd')).each(retrievals)('%s leaves no open file', async (_, message, url) => {
    const broken = async () => (await domain.logged()).filter(({ msg }) => /peer left/.test(String(msg))).length;
    const before = await broken();
    for (let times = 0; times < 5; times++) {
      const socket = await connectTo(url());
      await write(socket, await message());
      const came = await readAtLeast(socket, 300_000);
      expect(came.subarray(0, 15).toString()).toBe('HTTP/1.1 200 OK');
      socket.pause();
      if (times === 0)
        await until(
          () => openFilesBelow(domain.dataFolder),
          (open) => open.some((file) => file.includes('/objects/')),
        );
      socket.destroy();
    }
    await until(
      () => openFilesBelow(domain.dataFolder).filter((file) => file.includes('/objects/')),
      (open) => open.length === 0,
    );
    await until(broken, (count) => count === before + 5);
  });

  it('after all that documents come back whole, and the domain stops at once', async () => {
    const { documents } = await retrieve(domain, ['a']);
    expect(documents[0]?.text === large).toBe(true);
    const failures = (await domain.logged()).filter(({ level }) => (level as number) >= 50);
    expect(failures).toEqual([]);
    const started = performance.now();
    await domain.running.stop();
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
