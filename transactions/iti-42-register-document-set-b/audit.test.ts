import { describe, expect, it } from 'vitest';
import { aSubmission } from '../../test/support/metadata.ts';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { describeRegister } from './audit.ts';

const request = { submission: aSubmission() };

describe('[ITI TF-2 3.42.5.1] the audit event of ITI-42', () => {
  for (const [side, eventId, action] of [
    ['initiator', '110106', 'R'],
    ['responder', '110107', 'C'],
  ] as const) {
    it(`is event ${eventId} ${action} for the ${side}`, () => {
      const outcome = { response: { status: 'Success' as const, errors: [] } };
      const events = describeRegister({ ...anExchange(side), request, outcome });
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({
        eventId: { code: eventId },
        action,
        outcome: 0,
        eventType: [{ code: 'ITI-42' }],
      });
      const set = request.submission.submissionSets[0]!;
      expect(events[0]?.objects.map(({ id }) => id)).toEqual([set.patientId, set.uniqueId]);
    });
  }

  it('is a failure without objects when the request could not be read', () => {
    const [event] = describeRegister({ ...anExchange('responder'), outcome: { fault: new Error('bad') } });
    expect(event).toMatchObject({ outcome: 12, objects: [] });
  });
});
