import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { DocumentRequest, DocumentResponse } from '../../schemas/ebrs/messages.ts';
import { collect } from '../../schemas/sequence.ts';
import { aCall, aRepository, type TestRepository } from '../../test/support/document-repository.ts';
import { aDocumentEntry, aSubmission } from '../../test/support/metadata.ts';
import { aProvideAndRegisterRequest, textFrom } from '../../test/support/provided-documents.ts';
import { provideAndRegister } from './provide-and-register.ts';
import { retrieveDocumentSet } from './retrieve-document-set.ts';

const here = '1.2.3.4';
const asked = (documentUniqueId: string, repositoryUniqueId = here) => ({ repositoryUniqueId, documentUniqueId });

describe('[ITI TF-2 3.43.4.2] retrieve document set', () => {
  let repository: TestRepository;
  beforeAll(async () => {
    repository = await aRepository({ repositoryUniqueId: here, limits: { documentsPerRetrieve: 3 } });
    const entry = { hash: undefined, size: undefined };
    const documentEntries = [
      aDocumentEntry({ ...entry, entryUUID: 'a', uniqueId: '1.1', mimeType: 'text/plain' }),
      aDocumentEntry({ ...entry, entryUUID: 'b', uniqueId: '1.2^ext', mimeType: 'application/pdf' }),
    ];
    const sent = aProvideAndRegisterRequest({ a: 'first', b: 'second' }, aSubmission({ documentEntries }));
    await provideAndRegister(repository)(sent, aCall());
  });
  afterAll(() => repository[Symbol.asyncDispose]());

  const retrieve = async (...documents: DocumentRequest[]) => {
    const answer = await retrieveDocumentSet(repository)({ documents }, aCall());
    return { ...answer, documents: (await collect(answer.documents)) as DocumentResponse[] };
  };

  it('serves octets, mimeType and the ids asked for; homeCommunityId only when asked', async () => {
    const home = 'urn:oid:1.9';
    const { status, errors, documents } = await retrieve(asked('1.1'), { ...asked('1.2^ext'), homeCommunityId: home });
    expect([status, errors]).toEqual(['Success', []]);
    const [first, second] = documents;
    expect({ ...first, content: await textFrom(first!.content) }).toEqual({
      ...asked('1.1'),
      mimeType: 'text/plain',
      size: 5,
      content: 'first',
    });
    expect(second?.homeCommunityId).toBe(home);
    expect(second?.mimeType).toBe('application/pdf');
    expect(await textFrom(second!.content)).toBe('second');
  });

  it('is a PartialSuccess when one of two is missing, with the id as location', async () => {
    const { status, errors, documents } = await retrieve(asked('1.1'), asked('7.7'));
    expect(status).toBe('PartialSuccess');
    expect(documents.map((document) => document.documentUniqueId)).toEqual(['1.1']);
    expect(errors).toEqual([
      expect.objectContaining({ errorCode: 'XDSDocumentUniqueIdError', severity: 'Error', location: '7.7' }),
    ]);
    expect(errors[0]?.codeContext).toContain('7.7');
  });

  it('is a Failure when nothing is served, each document with its own error', async () => {
    const { status, errors, documents } = await retrieve(asked('7.7'), asked('1.1', '9.9'));
    expect([status, documents]).toEqual(['Failure', []]);
    expect(errors.map((error) => [error.errorCode, error.location])).toEqual([
      ['XDSDocumentUniqueIdError', '7.7'],
      ['XDSUnknownRepositoryId', '1.1'],
    ]);
  });

  it('answers a document asked for twice twice', async () => {
    const { documents } = await retrieve(asked('1.1'), asked('1.1'));
    expect(await Promise.all(documents.map((document) => textFrom(document.content)))).toEqual(['first', 'first']);
  });

  it('refuses more documents than its limit', async () => {
    const { status, errors } = await retrieve(asked('1.1'), asked('1.1'), asked('1.1'), asked('1.1'));
    expect([status, errors.map((error) => error.errorCode)]).toEqual(['Failure', ['XDSTooManyResults']]);
  });

  it('[ITI TF-3 Table 4.2.4.1-2] says of each document that the storage is away, asks it no more, and serves what it had', async () => {
    const asked20 = [asked('1.1'), ...Array.from({ length: 19 }, () => asked('1.2^ext'))];
    let opened = 0;
    const blobs = {
      ...repository.blobs,
      open: async (key: string) => {
        if (++opened > 1) throw new Unavailable('away');
        return repository.blobs.open(key);
      },
    };
    const config = { ...repository.config, limits: { ...repository.config.limits, documentsPerRetrieve: 20 } };
    const away = { ...repository, blobs, config };
    const { status, errors, documents } = await retrieveDocumentSet(away)({ documents: asked20 }, aCall());
    expect(status).toBe('PartialSuccess');
    expect((await collect(documents)).map(({ documentUniqueId }) => documentUniqueId)).toEqual(['1.1']);
    expect(errors.map(({ errorCode, location }) => [errorCode, location])).toEqual(
      Array.from({ length: 19 }, () => ['XDSRepositoryBusy', '1.2^ext']),
    );
    expect(opened).toBeLessThan(20);
  });

  it('answers a thousand requests in their order', async () => {
    const config = { ...repository.config, limits: { ...repository.config.limits, documentsPerRetrieve: 1000 } };
    const requests = Array.from({ length: 1000 }, (_, n) =>
      asked(n % 3 === 0 ? '1.1' : n % 3 === 1 ? '1.2^ext' : `7.${n}`),
    );
    const { errors, documents } = await retrieveDocumentSet({ ...repository, config })(
      { documents: requests },
      aCall(),
    );
    const served = (await collect(documents)).map(({ documentUniqueId }) => documentUniqueId);
    expect(served).toEqual(requests.map((request) => request.documentUniqueId).filter((id) => !id.startsWith('7.')));
    expect(errors.map(({ location }) => location)).toEqual(
      requests.map((request) => request.documentUniqueId).filter((id) => id.startsWith('7.')),
    );
  });

  it('tells of lost bytes as XDSRepositoryError', async () => {
    const { documents } = await retrieve(asked('1.2^ext'));
    const known = await repository.store.find(['1.2^ext']);
    await repository.blobs.remove(known.get('1.2^ext')!.blobKey);
    expect(documents).toHaveLength(1);
    const { status, errors } = await retrieve(asked('1.2^ext'));
    expect([status, errors.map((error) => error.errorCode)]).toEqual(['Failure', ['XDSRepositoryError']]);
  });
});
