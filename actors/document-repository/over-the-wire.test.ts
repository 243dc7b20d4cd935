import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../schemas/sequence.ts';
import { aRepository, type TestRepository } from '../../test/support/document-repository.ts';
import { aDocumentEntry, aSubmission } from '../../test/support/metadata.ts';
import { openBench, type TestBench, ways } from '../../test/support/soap-exchange.ts';
import type { ProvidedDocument } from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { retrieveDocumentSet as retrieval } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import { provideAndRegisterImagingDocumentSet } from '../../transactions/rad-68-provide-and-register-imaging-document-set/transaction.ts';
import { provideAndRegister } from './provide-and-register.ts';
import { retrieveDocumentSet } from './retrieve-document-set.ts';

const here = '1.2.3.4';
const size = 3_000_017;

/** Octets that repeat late enough to notice a lost or doubled piece. */
async function* octets(seed: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < size; ) {
    const chunk = Buffer.alloc(Math.min(65_521, size - sent));
    for (let i = 0; i < chunk.length; i++) chunk[i] = ((sent + i) * 31 + ((sent + i) >> 9) + seed) & 0xff;
    sent += chunk.length;
    yield chunk;
  }
}

async function sha1(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha1');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

const entry = (entryUUID: string, uniqueId: string) =>
  aDocumentEntry({ entryUUID, uniqueId, hash: undefined, size: undefined, mimeType: 'application/octet-stream' });
const requestOf = (...documents: ProvidedDocument[]) => ({
  submission: aSubmission({ documentEntries: documents.map(({ id }, i) => entry(id, `1.2.42.${i + 1}`)) }),
  documentIds: documents.map(({ id }) => id),
  documents,
});

describe.each(ways)('[ITI TF-2 3.41, 3.43] a repository reached through %s', (way) => {
  let repository: TestRepository;
  let bench: TestBench;
  beforeEach(async () => {
    repository = await aRepository({ repositoryUniqueId: here });
    bench = await openBench(way, (endpoint) =>
      endpoint
        .serve(provideAndRegisterDocumentSet, provideAndRegister(repository))
        .serve(retrieval, retrieveDocumentSet(repository)),
    );
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
    await repository[Symbol.asyncDispose]();
  });

  it('gives back, octet for octet, what it was given', async () => {
    const provide = bench.client.connect(provideAndRegisterDocumentSet, bench.transport);
    const retrieve = bench.client.connect(retrieval, bench.transport);
    const sent = requestOf({ id: 'a', content: octets(1) }, { id: 'b', content: octets(2) });
    expect(await provide(sent)).toEqual({ status: 'Success', errors: [] });
    const asked = ['1.2.42.1', '1.2.42.9', '1.2.42.2'];
    const documents = asked.map((documentUniqueId) => ({ repositoryUniqueId: here, documentUniqueId }));
    const answer = await retrieve({ documents });
    expect([answer.status, answer.errors.map((error) => error.location)]).toEqual(['PartialSuccess', ['1.2.42.9']]);
    const hashes: string[] = [];
    for await (const document of answer.documents) hashes.push(await sha1(document.content));
    expect(hashes).toEqual([await sha1(octets(1)), await sha1(octets(2))]);
  });

  it('takes RAD-68 by the same binding', async () => {
    const provide = bench.client.connect(provideAndRegisterImagingDocumentSet, bench.transport);
    expect((await provide(requestOf({ id: 'a', content: octets(3) }))).status).toBe('Success');
  });

  it('refuses a document that is not described, and keeps nothing', async () => {
    const provide = bench.client.connect(provideAndRegisterDocumentSet, bench.transport);
    const { submission } = requestOf({ id: 'a', content: octets(1) });
    const documents = [
      { id: 'a', content: octets(1) },
      { id: 'z', content: octets(2) },
    ];
    const answer = await provide({ submission, documentIds: ['a', 'z'], documents });
    expect(answer.errors.map((error) => error.errorCode)).toEqual(['XDSMissingDocumentMetadata']);
    expect(await repository.files()).toEqual([]);
  });

  it('keeps nothing of a message that breaks off', async () => {
    const provide = bench.client.connect(provideAndRegisterDocumentSet, bench.transport);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(100_000);
      throw new Error('the disk of the source is gone');
    }
    const sent = requestOf({ id: 'a', content: octets(1) }, { id: 'b', content: broken() });
    await expect(provide(sent)).rejects.toThrow();
    await expect.poll(() => repository.files(), { timeout: 10_000 }).toEqual([]);
    expect(repository.registered).toEqual([]);
  });

  it('answers a part that is missing with a fault of the sender, and keeps nothing', async () => {
    const body =
      '--b\r\nContent-Type: application/xop+xml; type="application/soap+xml"\r\nContent-ID: <root>\r\n\r\n' +
      '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">' +
      `<s:Header><a:Action s:mustUnderstand="1">${provideAndRegisterDocumentSet.action.request}</a:Action>` +
      '<a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body>' +
      (
        await collect(provideAndRegisterDocumentSet.request.encode(requestOf({ id: 'a', content: octets(1) })).body)
      ).join('') +
      '</s:Body></s:Envelope>\r\n--b--\r\n';
    const type =
      'multipart/related; boundary=b; type="application/xop+xml"; start="<root>"; start-info="application/soap+xml"';
    const answer = await bench.post({ headers: { 'content-type': type }, body });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Sender');
    expect(answer.text).toContain('document-1@affinity-domain');
    expect(await repository.files()).toEqual([]);
  });
});
