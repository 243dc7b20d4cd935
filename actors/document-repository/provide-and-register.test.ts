import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { StorageFull, Unavailable } from '../../runtime/unavailable.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { aCall, aRepository, type TestRepository } from '../../test/support/document-repository.ts';
import { aDocumentEntry, aSubmission } from '../../test/support/metadata.ts';
import { aProvideAndRegisterRequest, textFrom } from '../../test/support/provided-documents.ts';
import type { ProvideAndRegisterRequest } from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { provideAndRegister } from './provide-and-register.ts';
import { retrieveDocumentSet } from './retrieve-document-set.ts';

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const anEntry = (changes: Partial<DocumentEntry> = {}) =>
  aDocumentEntry({ hash: undefined, size: undefined, repositoryUniqueId: undefined, uniqueId: '1.2.42.1', ...changes });
const request = (texts: Record<string, string>, ...documentEntries: DocumentEntry[]) =>
  aProvideAndRegisterRequest(texts, aSubmission({ documentEntries }));

describe('[ITI TF-2 3.41.4.1.3] provide and register', () => {
  let repository: TestRepository;
  beforeAll(async () => {
    repository = await aRepository({ repositoryUniqueId: '1.2.3.4', limits: { documentBytes: 1000 } });
  });
  afterAll(() => repository[Symbol.asyncDispose]());

  const provide = (message: ProvideAndRegisterRequest) => provideAndRegister(repository)(message, aCall());
  const codes = async (message: ProvideAndRegisterRequest) => (await provide(message)).errors.map((e) => e.errorCode);
  const kept = async (documentUniqueId: string) => {
    const requested = { repositoryUniqueId: '1.2.3.4', documentUniqueId };
    const answer = await retrieveDocumentSet(repository)({ documents: [requested] }, aCall());
    for await (const document of answer.documents) return textFrom(document.content);
    return undefined;
  };
  const accept = () => repository.answerWith(async () => ({ status: 'Success', errors: [] }));

  it('stamps repositoryUniqueId, hash and size on entries with a document, and nothing else', async () => {
    const sent = request(
      { Document01: 'hello' },
      anEntry({ uniqueId: '1.1', repositoryUniqueId: '9.9' }),
      anEntry({ entryUUID: 'OnDemand01', uniqueId: '1.1.1', objectType: documentEntryTypes.OnDemand }),
    );
    expect(await provide(sent)).toEqual({ status: 'Success', errors: [] });
    const [stable, onDemand] = sent.submission.documentEntries;
    expect(repository.registered.at(-1)?.submission).toEqual({
      ...sent.submission,
      documentEntries: [{ ...stable, repositoryUniqueId: '1.2.3.4', hash: sha1('hello'), size: '5' }, onDemand],
    });
  });

  it('makes every document retrievable before it registers', async () => {
    let seen: string | undefined;
    repository.answerWith(async () => {
      seen = await kept('1.2');
      return { status: 'Success', errors: [] };
    });
    await provide(request({ Document01: 'before' }, anEntry({ uniqueId: '1.2' })));
    expect(seen).toBe('before');
    expect(await kept('1.2')).toBe('before');
  });

  it('refuses wrong hash and size together, registers nothing and keeps nothing', async () => {
    accept();
    const before = repository.registered.length;
    const files = await repository.files();
    const wrong = anEntry({ uniqueId: '1.3', hash: sha1('other'), size: '7' });
    expect(await codes(request({ Document01: 'text' }, wrong))).toEqual([
      'XDSRepositoryMetadataError',
      'XDSRepositoryMetadataError',
    ]);
    expect(repository.registered.length).toBe(before);
    expect(await repository.files()).toEqual(files);
    expect(await kept('1.3')).toBeUndefined();
  });

  it('takes an identical document again and refuses another one under the same uniqueId', async () => {
    accept();
    const send = (text: string) => provide(request({ Document01: text }, anEntry({ uniqueId: '1.4' })));
    expect((await send('first')).status).toBe('Success');
    expect((await send('first')).status).toBe('Success');
    const refused = await send('second, longer');
    expect(refused.errors.map((e) => e.errorCode)).toEqual(['XDSNonIdenticalHash', 'XDSNonIdenticalSize']);
    expect(refused.errors[0]?.codeContext).toContain('1.4');
    expect(await kept('1.4')).toBe('first');
  });

  it('passes all errors and warnings of the registry on and takes back what it published', async () => {
    const errors = [
      { errorCode: 'XDSUnknownPatientId', codeContext: 'P', severity: 'Error' as const, location: 'x' },
      { errorCode: 'XDSExtraMetadataNotSaved', codeContext: 'slot', severity: 'Warning' as const },
    ];
    repository.answerWith(async () => ({ status: 'Failure', errors }));
    const files = await repository.files();
    const sent = request({ Document01: 'refused' }, anEntry({ uniqueId: '1.5' }));
    expect(await provide(sent)).toEqual({ status: 'Failure', errors });
    expect(await kept('1.5')).toBeUndefined();
    expect(await repository.files()).toEqual(files);
  });

  it('is a Success with warnings when the registry only warns', async () => {
    const errors = [{ errorCode: 'XDSExtraMetadataNotSaved', codeContext: 'slot', severity: 'Warning' as const }];
    repository.answerWith(async () => ({ status: 'Success', errors }));
    const sent = request({ Document01: 'warned' }, anEntry({ uniqueId: '1.6' }));
    expect(await provide(sent)).toEqual({ status: 'Success', errors });
    expect(await kept('1.6')).toBe('warned');
  });

  it('leaves the bytes of another document alone when it takes back equal ones', async () => {
    accept();
    await provide(request({ Document01: 'shared' }, anEntry({ uniqueId: '1.7.1' })));
    repository.answerWith(async () => ({ status: 'Failure', errors: [] }));
    const refused = await provide(request({ Document01: 'shared' }, anEntry({ uniqueId: '1.7.2' })));
    expect(refused.errors.map((e) => e.errorCode)).toEqual(['XDSRepositoryError']);
    expect(await kept('1.7.1')).toBe('shared');
    expect(await kept('1.7.2')).toBeUndefined();
  });

  it('keeps a registered document when its resubmission is refused', async () => {
    accept();
    await provide(request({ Document01: 'again' }, anEntry({ uniqueId: '1.8' })));
    repository.answerWith(async () => ({ status: 'Failure', errors: [] }));
    await provide(request({ Document01: 'again' }, anEntry({ uniqueId: '1.8' })));
    expect(await kept('1.8')).toBe('again');
  });

  it('says XDSRegistryNotAvailable and keeps nothing when the registry cannot be connected to', async () => {
    repository.answerWith(async () => {
      throw new Unavailable('nobody there', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    });
    const files = await repository.files();
    const sent = request({ Document01: 'unsent' }, anEntry({ uniqueId: '1.9' }));
    expect(await codes(sent)).toEqual(['XDSRegistryNotAvailable']);
    expect(await repository.files()).toEqual(files);
  });

  it('takes the documents back when the registry refuses the message with a fault', async () => {
    repository.answerWith(async () => {
      throw new SoapFault('Sender', 'not understood', { received: true });
    });
    const sent = request({ Document01: 'faulty' }, anEntry({ uniqueId: '1.10' }));
    expect(await codes(sent)).toEqual(['XDSRegistryNotAvailable']);
    expect(await kept('1.10')).toBeUndefined();
  });

  it('keeps the documents for the sweeper when the registry may have registered them', async () => {
    repository.answerWith(async () => {
      throw new Unavailable('no answer');
    });
    expect(await codes(request({ Document01: 'doubt' }, anEntry({ uniqueId: '1.11' })))).toEqual([
      'XDSRegistryNotAvailable',
    ]);
    expect(await kept('1.11')).toBe('doubt');
  });

  it('leaves nothing when a document breaks off', async () => {
    accept();
    const files = await repository.files();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('the peer is gone');
    }
    const sent = request({ Document01: 'whole' }, anEntry({ uniqueId: '1.12' }), anEntry({ entryUUID: 'Document02' }));
    const documents = [...(sent.documents as []), { id: 'Document02', content: broken() }];
    await expect(provide({ ...sent, documents })).rejects.toThrow('the peer is gone');
    expect(await repository.files()).toEqual(files);
    expect(await kept('1.12')).toBeUndefined();
  });

  it('refuses a document over the limit with XDSRepositoryOutOfResources', async () => {
    accept();
    const files = await repository.files();
    const sent = request({ Document01: 'x'.repeat(1001) }, anEntry({ uniqueId: '1.13' }));
    expect(await codes(sent)).toEqual(['XDSRepositoryOutOfResources']);
    expect(await repository.files()).toEqual(files);
  });

  /** The repository's storage, except that one step of it fails. */
  const failing = (step: 'stage' | 'publish' | 'second publish', error: Error): BlobStore => {
    let published = 0;
    return {
      ...repository.blobs,
      stage: async (source) => {
        if (step === 'stage') throw error;
        const blob = await repository.blobs.stage(source);
        const publish = async () => {
          if (step === 'publish' || ++published === 2) throw error;
          await blob.publish();
        };
        return { ...blob, publish };
      },
    };
  };
  const two = (id: string) =>
    request(
      { Document01: 'one', Document02: 'two' },
      anEntry({ uniqueId: `${id}.1` }),
      anEntry({ entryUUID: 'Document02', uniqueId: `${id}.2` }),
    );

  for (const [n, step] of (['stage', 'publish', 'second publish'] as const).entries()) {
    it(`[ITI TF-3 Table 4.2.4.1-2] is XDSRepositoryOutOfResources when the storage is full at ${step}, and keeps nothing`, async () => {
      accept();
      const files = await repository.files();
      const registered = repository.registered.length;
      const blobs = failing(step, new StorageFull('full'));
      const answer = await provideAndRegister({ ...repository, blobs })(two(`2.${n}`), aCall());
      expect(answer.errors.map((e) => e.errorCode)).toEqual(['XDSRepositoryOutOfResources']);
      expect(repository.registered.length).toBe(registered);
      expect(await repository.files()).toEqual(files);
      expect([await kept(`2.${n}.1`), await kept(`2.${n}.2`)]).toEqual([undefined, undefined]);
    });

    it(`[ITI TF-3 Table 4.2.4.1-2] is an outage when the storage does not answer at ${step}, and keeps nothing`, async () => {
      accept();
      const files = await repository.files();
      const blobs = failing(step, new Unavailable('away'));
      const provided = provideAndRegister({ ...repository, blobs })(two(`3.${n}`), aCall());
      await expect(provided).rejects.toThrow('away');
      expect(await repository.files()).toEqual(files);
      expect([await kept(`3.${n}.1`), await kept(`3.${n}.2`)]).toEqual([undefined, undefined]);
    });
  }

  it('passes an On-Demand entry on, and what the registry says of it back', async () => {
    const errors = [{ errorCode: 'XDSRegistryMetadataError', codeContext: 'not Stable', severity: 'Error' as const }];
    repository.answerWith(async () => ({ status: 'Failure', errors }));
    const onDemand = anEntry({ entryUUID: 'OnDemand01', uniqueId: '1.15', objectType: documentEntryTypes.OnDemand });
    const sent = request({}, onDemand);
    expect(await provide(sent)).toEqual({ status: 'Failure', errors });
    expect(repository.registered.at(-1)?.submission.documentEntries).toEqual([onDemand]);
    expect(await kept('1.15')).toBeUndefined();
  });

  it('leaves metadata to the registry, however wrong it is', async () => {
    accept();
    const odd = anEntry({ uniqueId: '1.16', languageCode: undefined, creationTime: 'yesterday', patientId: 'nobody' });
    expect((await provide(request({ Document01: 'odd' }, odd))).status).toBe('Success');
    expect(repository.registered.at(-1)?.submission.documentEntries[0]).toMatchObject({ creationTime: 'yesterday' });
  });

  it('reads no document of a source it does not serve', async () => {
    accept();
    const before = repository.registered.length;
    const sent = request({ Document01: 'unwanted' }, anEntry({ uniqueId: '1.17' }));
    let read = false;
    async function* watched(): AsyncGenerator<Uint8Array> {
      read = true;
      yield Buffer.from('unwanted');
    }
    const config = { ...repository.config, sources: ['9.9'] };
    const documents = [{ id: 'Document01', content: watched() }];
    const answer = await provideAndRegister({ ...repository, config })({ ...sent, documents }, aCall());
    expect(answer.errors.map((e) => e.errorCode)).toEqual(['XDSRepositoryMetadataError']);
    expect(answer.errors[0]?.codeContext).toContain(sent.submission.submissionSets[0]!.sourceId);
    expect([read, repository.registered.length]).toEqual([false, before]);
  });

  it('passes a submission without documents on', async () => {
    accept();
    const before = repository.registered.length;
    expect((await provide(request({}))).status).toBe('Success');
    expect(repository.registered.length).toBe(before + 1);
  });

  it('takes many submissions of the same document at once, some of them refused', async () => {
    repository.answerWith(async ({ submission }) => ({
      status: submission.documentEntries[0]?.comments === undefined ? 'Success' : 'Failure',
      errors: [],
    }));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        provide(
          request(
            { Document01: 'busy' },
            anEntry({ uniqueId: '1.14', ...(i % 3 === 0 ? {} : { comments: undefined }) }),
          ),
        ),
      ),
    );
    expect(answers.filter((answer) => answer.status === 'Success')).toHaveLength(8);
    expect(await kept('1.14')).toBe('busy');
    expect(await repository.store.unconfirmed(new Date('2100-01-01'))).toHaveLength(1); // 1.11 from above
  });
});
