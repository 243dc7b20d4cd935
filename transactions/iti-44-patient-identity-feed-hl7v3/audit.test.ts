import { describe, expect, it } from 'vitest';
import { acknowledge } from '../../schemas/hl7v3/acknowledgement.ts';
import { aFeedV3Message, anInstance } from '../../test/support/feed-v3.ts';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { describeFeedV3 } from './audit.ts';

describe('[ITI TF-2 3.44.5.1] the audit events of ITI-44', () => {
  const merge = aFeedV3Message('PRPA_IN201304UV02', [anInstance('T', '1.2.3')], [anInstance('S', '1.2.3')]);
  const answered = (code: 'CA' | 'CE') => ({
    response: acknowledge(merge.transmission, {
      code,
      details: code === 'CA' ? [] : [{ typeCode: 'E', code: '204', text: 'secret', location: '/a' }],
    }),
  });

  it('are a Delete and an Update for resolved duplicates, each with the id of the message', () => {
    const events = describeFeedV3({ ...anExchange('responder'), request: merge, outcome: answered('CA') });
    expect(
      events.map(({ action, outcome, objects }) => [action, outcome, objects[0]!.id, objects[0]!.details]),
    ).toEqual([
      ['D', 0, 'S^^^&1.2.3&ISO', [{ type: 'II', value: '1.2.3.4.901^MT' }]],
      ['U', 0, 'T^^^&1.2.3&ISO', [{ type: 'II', value: '1.2.3.4.901^MT' }]],
    ]);
  });

  it('are one for an added or revised record', () => {
    const outcome = answered('CA');
    const action = (interaction: 'PRPA_IN201301UV02' | 'PRPA_IN201302UV02') =>
      describeFeedV3({
        ...anExchange('initiator'),
        request: aFeedV3Message(interaction, [anInstance('T')]),
        outcome,
      }).map((event) => event.action);
    expect([action('PRPA_IN201301UV02'), action('PRPA_IN201302UV02')]).toEqual([['C'], ['U']]);
  });

  it('tell a refusal by condition and place, never by value', () => {
    const [event] = describeFeedV3({ ...anExchange('responder'), request: merge, outcome: answered('CE') });
    expect([event!.outcome, event!.outcomeDescription]).toEqual([8, '204 at /a']);
  });
});
