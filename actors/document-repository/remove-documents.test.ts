import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { DocumentRequest } from '../../schemas/ebrs/messages.ts';
import { aCall, aRepository, type TestRepository } from '../../test/support/document-repository.ts';
import { aDocumentEntry, aSubmission } from '../../test/support/metadata.ts';
import { aProvideAndRegisterRequest } from '../../test/support/provided-documents.ts';
import { provideAndRegister } from './provide-and-register.ts';
import { removeDocuments } from './remove-documents.ts';
import { retrieveDocumentSet } from './retrieve-document-set.ts';
import { startSweeper } from './sweeper.ts';

const here = '1.2.3.4';
const asked = (documentUniqueId: string, repositoryUniqueId = here): DocumentRequest => ({
  repositoryUniqueId,
  documentUniqueId,
});

describe('[ITI TF-2 3.86.4.1.3] removing documents', () => {
  let repository: TestRepository;
  beforeEach(async () => {
    repository = await aRepository({ repositoryUniqueId: here });
    await submit({ '1.1': 'first', '1.2': 'second', '1.20': 'second' });
  });
  afterEach(() => repository[Symbol.asyncDispose]());

  async function submit(texts: Readonly<Record<string, string>>): Promise<string> {
    const entries = Object.keys(texts).map((uniqueId) =>
      aDocumentEntry({ hash: undefined, size: undefined, entryUUID: uniqueId, uniqueId }),
    );
    const request = aProvideAndRegisterRequest(texts, aSubmission({ documentEntries: entries }));
    return (await provideAndRegister(repository)(request, aCall())).status;
  }

  async function remove(documents: readonly DocumentRequest[], policy = {}, removals = repository.removals) {
    const removing = {
      removals,
      policy: { ...repository.config, ...policy },
      now: () => repository.now(),
      log: repository.log,
    };
    const { status, errors } = await removeDocuments(removing)({ documents }, aCall());
    return [status, ...errors.map(({ errorCode, location }) => `${errorCode} ${location}`)];
  }

  async function retrieved(...ids: readonly string[]): Promise<string[]> {
    const answer = await retrieveDocumentSet(repository)({ documents: ids.map((id) => asked(id)) }, aCall());
    return answer.errors.map(({ errorCode, location }) => `${errorCode} ${location}`);
  }

  it('takes rows and bytes; ITI-43 then knows no such document', async () => {
    expect(await remove([asked('1.1')])).toEqual(['Success']);
    expect(await retrieved('1.1', '1.2')).toEqual(['XDSDocumentUniqueIdError 1.1']);
    expect(await repository.files()).toHaveLength(1);
    expect(await remove([asked('1.1')])).toEqual(['Failure', 'XDSDocumentUniqueIdError 1.1']);
  });

  it('leaves bytes that another document has, until that goes too', async () => {
    expect(await remove([asked('1.1'), asked('1.2')])).toEqual(['Success']);
    expect(await retrieved('1.20')).toEqual([]);
    expect(await repository.files()).toHaveLength(1);
    expect(await remove([asked('1.20')])).toEqual(['Success']);
    expect(await repository.files()).toEqual([]);
  });

  it('removes what it can and names each document that stays', async () => {
    expect(await remove([asked('1.1'), asked('7.7'), asked('1.2', '9.9')])).toEqual([
      'PartialSuccess',
      'XDSUnknownRepositoryId 1.2',
      'XDSDocumentUniqueIdError 7.7',
    ]);
    expect(await retrieved('1.1', '1.2')).toEqual(['XDSDocumentUniqueIdError 1.1']);
  });

  it('removes a document once that is named twice', async () => {
    expect(await remove([asked('1.1'), asked('1.1')])).toEqual(['Success']);
  });

  it('keeps a document for the retention period, and all where removal is refused', async () => {
    expect(await remove([asked('1.1')], { retentionDays: 2 })).toEqual(['Failure', 'XDSRemoveDocumentsError 1.1']);
    expect(await remove([asked('1.1')], { removal: 'refuse' })).toEqual(['Failure', 'XDSRemoveDocumentsError 1.1']);
    expect(await retrieved('1.1')).toEqual([]);
    repository.pass(2 * 86_400);
    expect(await remove([asked('1.1')], { retentionDays: 2 })).toEqual(['Success']);
  });

  it('keeps a document whose submission waits for the registry', async () => {
    repository.answerWith(async () => {
      throw new Unavailable('no answer');
    });
    await submit({ '1.3': 'third' });
    expect(await remove([asked('1.3')])).toEqual(['Failure', 'XDSRemoveDocumentsError 1.3']);
    expect(await retrieved('1.3')).toEqual([]);
  });

  it('makes room: a document removed can be submitted again, with other octets too', async () => {
    expect(await remove([asked('1.1'), asked('1.2')])).toEqual(['Success']);
    expect(await submit({ '1.1': 'first', '1.2': 'not what it was' })).toBe('Success');
    expect(await retrieved('1.1', '1.2', '1.20')).toEqual([]);
    expect(await repository.files()).toHaveLength(3);
  });

  it('answers Success when only the bytes could not go, and the sweeper removes them', async () => {
    const { removals } = repository;
    const failing = { ...removals, dropUnneeded: () => Promise.reject(new Unavailable('the storage is away')) };
    expect(await remove([asked('1.1')], {}, failing)).toEqual(['Success']);
    expect(await retrieved('1.1')).toEqual(['XDSDocumentUniqueIdError 1.1']);
    expect(await repository.files()).toHaveLength(2);
    await startSweeper(repository, () => removals.dropUnneeded())[Symbol.asyncDispose]();
    expect(await repository.files()).toHaveLength(1);
  });

  it('leaves bytes to the sweeper that were taken up again before it came', async () => {
    const { removals } = repository;
    await remove([asked('1.1')], {}, { ...removals, dropUnneeded: async () => 0 });
    expect(await submit({ '1.5': 'first' })).toBe('Success');
    expect(await removals.dropUnneeded()).toBe(0);
    expect(await retrieved('1.5')).toEqual([]);
    expect(await remove([asked('1.5')])).toEqual(['Success']);
    expect(await repository.files()).toHaveLength(1);
  });

  it('never takes the bytes of a document that is submitted at the same time', async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      const [, status] = await Promise.all([remove([asked('1.1')]), submit({ [`2.${n}`]: 'first' })]);
      expect(status).toBe('Success');
      expect(await retrieved(`2.${n}`)).toEqual([]);
      await remove([asked(`2.${n}`)]);
      await submit({ '1.1': 'first' });
    }
  });
});
