import { describe, expect, it } from 'vitest';
import type { AuditContext } from './audit-event.ts';
import { auditEvent, documentObject, eventIds, iheTransaction, participantsOf, patientObject } from './describe.ts';
import { outcomeFromErrors, outcomeOf, outcomesOf } from './outcome.ts';

const initiator: AuditContext = {
  side: 'initiator',
  at: new Date('2025-01-02T03:04:05Z'),
  messageId: 'urn:uuid:1',
  endpoint: 'https://registry.example/registry',
  replyTo: 'http://www.w3.org/2005/08/addressing/anonymous',
  localAddress: 'client.example',
  processId: '11',
  peerAddress: '10.0.0.2',
};
const responder: AuditContext = {
  ...initiator,
  side: 'responder',
  localAddress: 'registry.example',
  processId: '22',
  peerAddress: '10.0.0.1',
};
const roles = (context: AuditContext, flow: 'request' | 'retrieval') =>
  participantsOf(context, { flow }).map((p) => [p.roles[0]?.originalText ?? 'human', p.userId, p.isRequestor]);

describe('[ITI TF-2 3.20.7] participantsOf', () => {
  it.each(['request', 'retrieval'] as const)('names the same users in the same roles on both sides of a %s', (flow) => {
    expect(roles(initiator, flow)).toEqual(roles(responder, flow));
  });

  it('gives process id and own address to the own side, the peer address to the other', () => {
    expect(participantsOf(initiator)).toMatchObject([
      { alternativeUserId: '11', networkAccessPoint: 'client.example' },
      { networkAccessPoint: '10.0.0.2' },
    ]);
    expect(participantsOf(responder)).toMatchObject([
      { networkAccessPoint: '10.0.0.1' },
      { alternativeUserId: '22', networkAccessPoint: 'registry.example' },
    ]);
    expect(participantsOf(initiator)[1]).not.toHaveProperty('alternativeUserId');
  });

  it('makes the holder the Source and the asker the requesting Destination of a retrieval', () => {
    expect(roles(initiator, 'retrieval')).toEqual([
      ['Source Role ID', initiator.endpoint, false],
      ['Destination Role ID', initiator.replyTo, true],
    ]);
  });

  it('adds the human user as requestor and takes HL7 application names', () => {
    const facts = { initiatorId: 'HOSPITAL|ADT', responderId: 'HIE|PIX' };
    expect(participantsOf({ ...initiator, user: 'a<u@i>' }, facts)).toMatchObject([
      { userId: 'HOSPITAL|ADT' },
      { userId: 'a<u@i>', isRequestor: true, roles: [] },
      { userId: 'HIE|PIX' },
    ]);
  });
});

describe('[DICOM PS3.15 A.5] outcome', () => {
  const error = { severity: 'Error', codeContext: 'bad' } as const;
  const warning = { severity: 'Warning', codeContext: 'hm' } as const;

  it.each([
    ['nothing', [], { outcome: 0 }],
    ['a warning', [warning], { outcome: 4, outcomeDescription: 'hm' }],
    ['a warning and an error', [warning, error], { outcome: 8, outcomeDescription: 'bad' }],
  ])('of %s', (_, errors, expected) => {
    expect(outcomeFromErrors(errors)).toEqual(expected);
  });

  it('is 8 for a fault, 12 when the request could not be read', () => {
    expect(outcomeOf({ request: {}, outcome: { fault: new Error('no answer') } })).toEqual({
      outcome: 8,
      outcomeDescription: 'no answer',
    });
    expect(outcomeOf({ outcome: { fault: new Error('not XML') } }).outcome).toBe(12);
  });

  it('splits a PartialSuccess into a success and a failure', () => {
    const response = { status: 'PartialSuccess', errors: [error] };
    expect(outcomesOf({ request: {}, outcome: { response } })).toEqual([
      { outcome: 0 },
      { outcome: 8, outcomeDescription: 'bad' },
    ]);
    expect(outcomesOf({ request: {}, outcome: { response: { status: 'Success', errors: [] } } })).toEqual([
      { outcome: 0 },
    ]);
  });

  it('cuts a long description', () => {
    const { outcomeDescription } = outcomeFromErrors([{ severity: 'Error', codeContext: 'x'.repeat(9999) }]);
    expect(outcomeDescription).toHaveLength(512);
  });
});

describe('auditEvent', () => {
  it('puts the pieces of one exchange together', () => {
    const event = auditEvent(initiator, {
      eventId: eventIds.import,
      eventType: iheTransaction('ITI-43', 'Retrieve Document Set'),
      action: 'C',
      outcome: { outcome: 0 },
      participants: { flow: 'retrieval' },
      objects: [patientObject('1^^^&1.2&ISO'), documentObject({ documentUniqueId: '1.9', repositoryUniqueId: '1.8' })],
    });
    expect(event).toMatchObject({ dateTime: initiator.at, action: 'C', outcome: 0, eventType: [{ code: 'ITI-43' }] });
    expect(event.objects[1]?.details).toEqual([{ type: 'Repository Unique ID', value: '1.8' }]);
  });
});
