import { describe, expect, it } from 'vitest';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { describeRemoveDocuments } from './audit.ts';

const documents = ['1.1', '1.2'].map((documentUniqueId) => ({ repositoryUniqueId: '1.9', documentUniqueId }));
const request = { documents };
const kept: RegistryError = { errorCode: 'XDSRemoveDocumentsError', codeContext: 'Document 1.2', severity: 'Error' };
const idsOf = (event: { objects: readonly { id: string }[] } | undefined) => event?.objects.map(({ id }) => id);

describe('[ITI TF-2 3.86.5.1] the audit events of ITI-86', () => {
  it.each(['initiator', 'responder'] as const)('are one deletion of all documents for the %s', (side) => {
    const outcome = { response: { status: 'Success' as const, errors: [] } };
    const events = describeRemoveDocuments({ ...anExchange(side), request, outcome });
    expect(events).toMatchObject([
      { eventId: { code: '110110' }, action: 'D', outcome: 0, eventType: [{ code: 'ITI-86' }] },
    ]);
    expect(events[0]?.objects[0]).toMatchObject({
      id: '1.1',
      lifeCycle: 15,
      details: [{ type: 'Repository Unique ID', value: '1.9' }],
    });
  });

  it('are two for a PartialSuccess: what was removed and what was not', () => {
    const outcome = { response: { status: 'PartialSuccess' as const, errors: [kept] } };
    const [removed, failed] = describeRemoveDocuments({ ...anExchange('responder'), request, outcome });
    expect([removed?.outcome, idsOf(removed)]).toEqual([0, ['1.1']]);
    expect([failed?.outcome, idsOf(failed)]).toEqual([8, ['1.2']]);
  });

  it('is one failure when nothing was removed or nothing could be read', () => {
    const outcome = { response: { status: 'Failure' as const, errors: [kept] } };
    const events = describeRemoveDocuments({ ...anExchange('responder'), request, outcome });
    expect(events.map((event) => [event.outcome, idsOf(event)])).toEqual([[8, ['1.1', '1.2']]]);
    const [unread] = describeRemoveDocuments({ ...anExchange('responder'), outcome: { fault: new Error('bad') } });
    expect(unread).toMatchObject({ outcome: 12, objects: [] });
  });
});
