import { describe, expect, it } from 'vitest';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { describeRetrieve } from './audit.ts';

const documents = ['1.1', '1.2'].map((documentUniqueId) => ({ repositoryUniqueId: '1.9', documentUniqueId }));
const request = { documents };
const unknown: RegistryError = { errorCode: 'X', codeContext: 'no 1.2', severity: 'Error', location: '1.2' };
const idsOf = (event: { objects: readonly { id: string }[] } | undefined) => event?.objects.map(({ id }) => id);

describe('[ITI TF-2 3.43.6] the audit events of ITI-43', () => {
  it('are an Import at the consumer and an Export at the repository, the repository as source', () => {
    const outcome = { response: { status: 'Success' as const, errors: [], documents: [] } };
    const [fetched] = describeRetrieve({ ...anExchange('initiator'), request, outcome });
    const [served] = describeRetrieve({ ...anExchange('responder'), request, outcome });
    expect(fetched).toMatchObject({ eventId: { code: '110107' }, action: 'C', outcome: 0 });
    expect(served).toMatchObject({ eventId: { code: '110106' }, action: 'R', outcome: 0 });
    expect(idsOf(fetched)).toEqual(['1.1', '1.2']);
    const source = served?.participants.find(({ roles }) => roles[0]?.code === '110153');
    expect(source).toMatchObject({ userId: 'https://repository.example/repository', isRequestor: false });
    expect(served?.objects[0]?.details).toEqual([{ type: 'Repository Unique ID', value: '1.9' }]);
  });

  it('are two for a PartialSuccess: what was served and what failed', () => {
    const outcome = { response: { status: 'PartialSuccess' as const, errors: [unknown], documents: [] } };
    const [served, failed] = describeRetrieve({ ...anExchange('responder'), request, outcome });
    expect([served?.outcome, idsOf(served)]).toEqual([0, ['1.1']]);
    expect([failed?.outcome, idsOf(failed)]).toEqual([8, ['1.2']]);
  });

  it('takes no document for failed whose id only begins like that of the one that did', () => {
    const documents = ['1.2', '1.20'].map((documentUniqueId) => ({ repositoryUniqueId: '9', documentUniqueId }));
    const errors = [{ ...unknown, codeContext: 'document 1.20 is unknown', location: '1.20' }];
    const outcome = { response: { status: 'PartialSuccess' as const, errors, documents: [] } };
    const events = describeRetrieve({ ...anExchange('responder'), request: { documents }, outcome });
    expect(events.map(idsOf)).toEqual([['1.2'], ['1.20']]);
  });

  it('is one failure when nothing came or nothing could be read', () => {
    const outcome = { response: { status: 'Failure' as const, errors: [unknown], documents: [] } };
    const events = describeRetrieve({ ...anExchange('responder'), request, outcome });
    expect(events.map((event) => [event.outcome, idsOf(event)])).toEqual([[8, ['1.1', '1.2']]]);
    const unread = describeRetrieve({ ...anExchange('responder'), outcome: { fault: new Error('bad') } });
    expect(unread.map((event) => [event.outcome, idsOf(event)])).toEqual([[12, []]]);
  });
});
