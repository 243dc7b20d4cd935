import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../runtime/unavailable.ts';
import { aCall, aRepository, type TestRepository } from '../../test/support/document-repository.ts';
import { aDocumentEntry, aSubmission } from '../../test/support/metadata.ts';
import { aProvideAndRegisterRequest } from '../../test/support/provided-documents.ts';
import { until } from '../../test/support/raw-http.ts';
import { provideAndRegister } from './provide-and-register.ts';
import { startSweeper, sweep } from './sweeper.ts';

describe('[ITI TF-2 3.41.4.1.3] submissions without an answer of the registry', () => {
  let repository: TestRepository;
  beforeEach(async () => {
    repository = await aRepository({ retryWindowSeconds: 60 });
    repository.answerWith(async () => {
      throw new Unavailable('no answer');
    });
    const documentEntries = [aDocumentEntry({ hash: undefined, size: undefined, uniqueId: '1.1' })];
    const sent = aProvideAndRegisterRequest({ Document01: 'text' }, aSubmission({ documentEntries }));
    await provideAndRegister(repository)(sent, aCall());
  });
  afterEach(() => repository[Symbol.asyncDispose]());

  it('are left alone within the retry window', async () => {
    repository.pass(59);
    expect(await sweep(repository)).toEqual({ confirmed: 0, released: 0, left: 0 });
    expect(await repository.files()).toHaveLength(1);
  });

  it('are removed, rows and bytes, when the registry does not know them', async () => {
    repository.pass(61);
    expect(await sweep(repository)).toEqual({ confirmed: 0, released: 1, left: 0 });
    expect(await repository.files()).toEqual([]);
    expect((await repository.store.find(['1.1'])).size).toBe(0);
    expect(await sweep(repository)).toEqual({ confirmed: 0, released: 0, left: 0 });
  });

  it('stay for good when the registry knows them', async () => {
    repository.known.add('1.1');
    repository.pass(61);
    expect(await sweep(repository)).toEqual({ confirmed: 1, released: 0, left: 0 });
    expect(await repository.files()).toHaveLength(1);
    repository.known.clear();
    expect(await sweep(repository)).toEqual({ confirmed: 0, released: 0, left: 0 });
  });

  it('wait for the next sweep when the registry does not answer', async () => {
    repository.pass(61);
    const registeredAmong = async () => {
      throw new Unavailable('still away');
    };
    expect(await sweep({ ...repository, registeredAmong })).toEqual({ confirmed: 0, released: 0, left: 1 });
    expect(await repository.files()).toHaveLength(1);
  });

  it('are left alone while somebody still waits for the answer, however long the registry takes', async () => {
    await using slow = await aRepository({ retryWindowSeconds: 1 });
    let answer: (() => void) | undefined;
    slow.answerWith(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { status: 'Success', errors: [] };
    });
    const documentEntries = [aDocumentEntry({ hash: undefined, size: undefined, uniqueId: '1.1' })];
    const sent = aProvideAndRegisterRequest({ Document01: 'text' }, aSubmission({ documentEntries }));
    const answered = provideAndRegister(slow)(sent, aCall());
    await until(() => answer !== undefined, Boolean);
    for (let window = 0; window < 3; window++) {
      slow.pass(5);
      // The claim is renewed three times in a window.
      await until(
        () => slow.store.unconfirmed(new Date(slow.now().getTime() - 1000)),
        (due) => due.length === 0,
      );
      expect(await sweep(slow)).toEqual({ confirmed: 0, released: 0, left: 0 });
    }
    answer!();
    expect(await answered).toMatchObject({ status: 'Success' });
    expect(await slow.files()).toHaveLength(1);
    slow.pass(5);
    expect(await sweep(slow)).toEqual({ confirmed: 0, released: 0, left: 0 });
  });

  it('are settled at start', async () => {
    repository.pass(61);
    await startSweeper(repository)[Symbol.asyncDispose]();
    expect(await repository.files()).toEqual([]);
  });
});
