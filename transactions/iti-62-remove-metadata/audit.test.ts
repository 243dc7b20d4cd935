import { describe, expect, it } from 'vitest';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { describeRemoveMetadata } from './audit.ts';

const request = {
  objectRefs: ['urn:uuid:1', 'urn:uuid:2'].map((entryUUID) => ({ kind: 'ObjectRef' as const, entryUUID })),
};

describe('[ITI TF-2 3.62.5.1] the audit event of ITI-62', () => {
  it.each(['initiator', 'responder'] as const)('is a deletion of each object for the %s', (side) => {
    const outcome = { response: { status: 'Success' as const, errors: [] } };
    const events = describeRemoveMetadata({ ...anExchange(side), request, outcome });
    expect(events).toMatchObject([
      { eventId: { code: '110110' }, action: 'D', outcome: 0, eventType: [{ code: 'ITI-62' }] },
    ]);
    expect(events[0]?.objects).toMatchObject([
      { id: 'urn:uuid:1', typeCode: 2, role: 3, lifeCycle: 15, idType: { code: 'urn:ihe:iti:2017:ObjectRef' } },
      { id: 'urn:uuid:2' },
    ]);
  });

  it('says that nothing was removed when the registry refused or nothing could be read', () => {
    const errors = [{ errorCode: 'ReferencesExistException', codeContext: 'x', severity: 'Error' as const }];
    const refused = { response: { status: 'Failure' as const, errors } };
    const [event] = describeRemoveMetadata({ ...anExchange('responder'), request, outcome: refused });
    expect(event).toMatchObject({ outcome: 8, outcomeDescription: 'x' });
    const [unread] = describeRemoveMetadata({ ...anExchange('responder'), outcome: { fault: new Error('bad') } });
    expect(unread).toMatchObject({ outcome: 12, objects: [] });
  });
});
