import { describe, expect, it } from 'vitest';
import { aProvideAndRegisterRequest } from '../../test/support/provided-documents.ts';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { describeProvideAndRegister } from './audit.ts';

const request = aProvideAndRegisterRequest();

describe('[ITI TF-2 3.41.5.1] the audit event of ITI-41', () => {
  it('is an Export at the source and an Import at the repository, with patient and submission set', () => {
    const outcome = { response: { status: 'Success' as const, errors: [] } };
    const [sent] = describeProvideAndRegister({ ...anExchange('initiator'), request, outcome });
    const [received] = describeProvideAndRegister({ ...anExchange('responder'), request, outcome });
    expect([sent?.eventId.code, sent?.action, sent?.outcome]).toEqual(['110106', 'R', 0]);
    expect([received?.eventId.code, received?.action, received?.outcome]).toEqual(['110107', 'C', 0]);
    expect(sent?.eventType[0]).toEqual({
      code: 'ITI-41',
      codeSystemName: 'IHE Transactions',
      originalText: 'Provide and Register Document Set-b',
    });
    const set = request.submission.submissionSets[0]!;
    expect(sent?.objects.map(({ id, typeCode, role }) => [id, typeCode, role])).toEqual([
      [set.patientId, 1, 1],
      [set.uniqueId, 2, 20],
    ]);
    expect(sent?.participants.map(({ roles }) => roles[0]?.code)).toEqual(['110153', '110152']);
  });

  it('tells a refusal as 8, a warning as 4, an unreadable request as 12', () => {
    const outcomeOf = (severity: 'Error' | 'Warning') => ({
      response: {
        status: severity === 'Error' ? ('Failure' as const) : ('Success' as const),
        errors: [{ errorCode: 'X', codeContext: 'why', severity }],
      },
    });
    const context = anExchange('responder');
    const outcome = (severity: 'Error' | 'Warning') =>
      describeProvideAndRegister({ ...context, request, outcome: outcomeOf(severity) })[0];
    expect(outcome('Error')).toMatchObject({ outcome: 8, outcomeDescription: 'why' });
    expect(outcome('Warning')).toMatchObject({ outcome: 4 });
    const unread = describeProvideAndRegister({ ...context, outcome: { fault: new Error('bad XML') } })[0];
    expect(unread).toMatchObject({ outcome: 12, objects: [] });
  });
});
