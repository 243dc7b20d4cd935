import { describe, expect, it } from 'vitest';
import type { AuditContext } from '../../schemas/audit/audit-event.ts';
import { hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import { parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { feedAccepted, feedRefused } from './answers.ts';
import { describeAudit } from './audit.ts';
import { requestCodec } from './codec.ts';
import * as fixtures from './fixtures/messages.ts';

const read = (text: string) => requestCodec.decode(parseHl7Message(Buffer.from(text))).message;
const context = (side: AuditContext['side']): AuditContext => ({
  side,
  at: new Date('2025-01-02T03:04:05Z'),
  messageId: 'A0001',
  endpoint: 'mllp://pix:2575',
  replyTo: '',
  localAddress: side === 'initiator' ? 'adt.example' : 'pix.example',
  processId: '7',
  peerAddress: side === 'initiator' ? 'pix.example' : 'adt.example',
});

describe.each(['initiator', 'responder'] as const)('[ITI TF-2 3.8.5.1] audit of a feed, %s', (side) => {
  const describeFeed = (text: string) => {
    const request = read(text);
    return describeAudit({ ...context(side), request, outcome: { response: feedAccepted(request) } });
  };

  it.each([
    ['A04', fixtures.registered, 'C'],
    ['A01', fixtures.least, 'C'],
    ['A08', fixtures.deleting, 'U'],
  ])('%s is one event', (_, text, action) => {
    expect(describeFeed(text)).toMatchObject([
      {
        eventId: { code: '110110' },
        eventType: [{ code: 'ITI-8', originalText: 'Patient Identity Feed' }],
        action,
        outcome: 0,
      },
    ]);
  });

  it('names facility and application of both sides, the patient in CX form and the message', () => {
    const [event] = describeFeed(fixtures.registered);
    expect(event?.participants).toMatchObject([
      { userId: 'HOSP_A|ADT1', networkAccessPoint: 'adt.example', roles: [{ code: '110153' }] },
      { userId: 'XREF|PIXM', networkAccessPoint: 'pix.example', roles: [{ code: '110152' }] },
    ]);
    expect(event?.objects).toMatchObject([
      {
        id: 'A-1001^^^HOSPA&1.2.3.4.1&ISO~77^^^&1.2.3.4.9&ISO',
        typeCode: 1,
        role: 1,
        details: [{ type: 'MSH-10', value: 'A0001' }],
      },
    ]);
  });

  it('A40 is a deletion of the retired identifier and an update of the surviving one', () => {
    const events = describeFeed(fixtures.merged).map((event) => [event.action, event.objects[0]?.id]);
    expect(events).toEqual([
      ['D', 'A-1009^^^HOSPA&1.2.3.4.1&ISO'],
      ['U', 'A-1001^^^HOSPA&1.2.3.4.1&ISO'],
    ]);
  });

  it('a refusal is a serious failure that names conditions and places, no values', () => {
    const request = read(fixtures.registered);
    const errors = [hl7Error('102', { location: 'PID^1^7', userMessage: 'found DOE.' })];
    const outcome = { response: feedRefused(request, errors) };
    expect(describeAudit({ ...context(side), request, outcome })).toMatchObject([
      { outcome: 8, outcomeDescription: '102 Data type error at PID^1^7' },
    ]);
  });

  it('no answer is a serious failure', () => {
    const request = read(fixtures.registered);
    const outcome = { fault: new Error('mllp://pix:2575 did not answer.') };
    expect(describeAudit({ ...context(side), request, outcome })).toMatchObject([{ outcome: 8 }]);
  });

  it('nothing is said of a message nobody could decode', () => {
    expect(describeAudit({ ...context(side), outcome: { fault: new Error('x') } })).toEqual([]);
  });
});
