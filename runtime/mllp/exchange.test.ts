import { describe, expect, it } from 'vitest';
import { feedMessage, feedWire, type ListenerSettings, mllpEnds } from '../../test/support/mllp.ts';
import type {
  FeedTrigger,
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import type { ClientCall } from '../host.ts';
import { Unavailable } from '../unavailable.ts';
import type { MllpTransaction } from './transaction.ts';

const { aListener, aClient } = mllpEnds();
type Feed = MllpTransaction<PatientIdentityFeedRequest, PatientIdentityFeedResponse>;

/** A call from a client to an endpoint, and what both sides leave behind. */
async function ends(
  way: 'in memory' | 'over a socket',
  settings: ListenerSettings = {},
  asked: Feed = patientIdentityFeed,
) {
  const { listener, endpoint, handled, events: responder } = await aListener(settings);
  const { client, events: initiator } = aClient();
  const call: ClientCall<PatientIdentityFeedRequest, PatientIdentityFeedResponse> =
    way === 'in memory' ? client.connectLocal(asked, endpoint, 'local:pix') : client.connect(asked, listener.url);
  return { call, handled, initiator, responder };
}
const withHeader = (header: Partial<PatientIdentityFeedRequest['header']>): PatientIdentityFeedRequest => {
  const request = feedMessage('M1');
  return { ...request, header: { ...request.header, ...header } };
};

describe.each(['in memory', 'over a socket'] as const)('[ITI TF-2 C.2] client and endpoint %s', (way) => {
  it('hand over the whole message, and each side audits it once', async () => {
    const { call, handled, initiator, responder } = await ends(way);
    expect(await call(feedMessage('M1'))).toEqual({ code: 'AA', acknowledges: 'M1', trigger: 'A04', errors: [] });
    expect(handled).toEqual([feedMessage('M1')]);
    for (const events of [initiator, responder]) {
      expect(events).toMatchObject([{ action: 'C', outcome: 0 }]);
      expect(events[0]?.objects[0]?.details).toEqual([{ type: 'MSH-10', value: 'M1' }]);
    }
  });

  it('audit an A40 as Delete and Update, on both sides', async () => {
    const { call, initiator, responder } = await ends(way);
    const merge = { priorIdentifiers: [{ id: 'A-9', authority: { oid: '1.2.3', type: 'ISO' } }] };
    expect((await call({ ...feedMessage('M1'), trigger: 'A40', merge })).code).toBe('AA');
    for (const events of [initiator, responder])
      expect(events).toMatchObject([
        { action: 'D', objects: [{ id: 'A-9^^^&1.2.3&ISO' }] },
        { action: 'U', objects: [{ id: 'A-1^^^&1.2.3&ISO' }] },
      ]);
  });

  it.each<[string, PatientIdentityFeedRequest, string, string[]]>([
    ['an event not served', { ...feedMessage('M1'), trigger: 'A99' as FeedTrigger }, 'AR', ['201 MSH^1^9^1^2']],
    ['another processing id', withHeader({ processingId: 'X' }), 'AR', ['202 MSH^1^11^1^1']],
    ['another version', withHeader({ version: '3' }), 'AR', ['203 MSH^1^12^1^1']],
    ['faulty content', { ...feedMessage('M1'), patient: { identifiers: [] } }, 'AE', ['101 PID^1^3', '101 PID^1^5']],
  ])('refuse %s with an answer, which is no exception', async (_, request, code, conditions) => {
    const { call, handled, initiator } = await ends(way);
    const answer = await call(request);
    expect(answer).toMatchObject({ code, acknowledges: 'M1' });
    expect(answer.errors.map((error) => `${error.code} ${error.location}`)).toEqual(conditions);
    expect(handled).toEqual([]);
    expect(initiator).toMatchObject([{ outcome: 8 }]);
  });

  it.each([
    ['an error of ours', new Error('secret of JANE')],
    ['a database that is away', new Unavailable('secret host of the database')],
  ])('answer %s with AE 207, the message id, and nothing of the cause', async (_, error) => {
    const { call, initiator, responder } = await ends(way, { handler: () => Promise.reject(error) });
    const answer = await call(feedMessage('M1'));
    expect(answer).toMatchObject({ code: 'AE', acknowledges: 'M1', trigger: 'A04', errors: [{ code: '207' }] });
    expect(answer.errors[0]?.userMessage).toContain('M1');
    expect(JSON.stringify([answer, initiator, responder])).not.toMatch(/secret|at .*\.ts/);
    expect([initiator.length, responder.length]).toEqual([1, 1]);
  });

  it('agree on the messages of any source, escapes and deletions included', async () => {
    const { call, handled } = await ends(way);
    const odd = 'a|b^c~d\\e&f\rg\x0bh\x1ci \\X41\\ ÄÖ 日本 𝄞';
    const patient = { ...feedMessage('M1').patient, names: [{ family: odd, given: odd }], ssn: odd, birthDate: null };
    expect((await call({ ...feedMessage('M1'), patient })).code).toBe('AA');
    expect(handled[0]?.patient).toMatchObject({ names: patient.names, ssn: odd, birthDate: null });
  });
});

describe('[ITI TF-2 C.2.3] the answer on the wire', () => {
  const answerTo = async (message: string, encoding: BufferEncoding = 'utf8') => {
    const { endpoint } = await aListener();
    const origin = { peerAddress: '10.0.0.1', localAddress: '10.0.0.2', endpoint: 'mllp://pix:2575' };
    return Buffer.from(await endpoint.handle(Buffer.from(message, encoding), origin))
      .toString(encoding)
      .split('\r');
  };
  const good = feedWire('M1').toString();

  it.each([
    [
      'a rule',
      good.replace('DOE^JANE', ''),
      'ERR|PID^1^5^101&Required field missing&HL70357|PID^1^5|101^Required field missing^HL70357|E||||',
    ],
    [
      'an event',
      good.replace('A04', 'A99'),
      'ERR|MSH^1^9^201&Unsupported event code&HL70357|MSH^1^9^1^2|201^Unsupported event code^HL70357|E||||',
    ],
  ])('tells what broke %s in the ERR of 2.3.1 and of 2.5', async (_, message, err) => {
    const [, msa, told] = await answerTo(message);
    expect(msa).toMatch(/^MSA\|A[ER]\|M1$/);
    expect(told?.slice(0, err.length)).toBe(err);
  });

  it.each([
    ['P', '2.3.1'],
    ['T', '2.5'],
    ['D^T', '2.5.1^DEU'],
  ])('mirrors MSH-11 %s and MSH-12 %s', async (processing, version) => {
    const [msh] = await answerTo(good.replace('|P|2.3.1', `|${processing}|${version}`));
    expect(msh?.split('|').slice(10, 12)).toEqual([processing, version]);
  });

  it('swaps applications and facilities with all their components', async () => {
    const [msh] = await answerTo(good.replace('|ADT|HOSP|PIXM|XREF|', '|ADT^1.2.3^ISO|HOSP^1.2^ISO|^1.4^ISO||'));
    expect(msh?.split('|').slice(2, 6)).toEqual(['^1.4^ISO', '', 'ADT^1.2.3^ISO', 'HOSP^1.2^ISO']);
  });

  it('speaks the recommended delimiters to a source that uses others', async () => {
    const [msh, msa] = await answerTo(
      good.replaceAll('|', '#').replaceAll('^', '$').replace('$~', '*~').replaceAll('$', '*'),
    );
    expect(msh).toMatch(/^MSH\|\^~\\&\|PIXM\|XREF\|ADT\|HOSP\|.*\|ACK\^A04\^ACK\|/);
    expect(msa).toBe('MSA|AA|M1');
  });

  it('never writes a framing byte, even when it quotes one', async () => {
    const answer = (await answerTo(good.replace('DOE^JANE', 'DOE||\\X1C\\\\X0B\\\\X0D\\'))).join('\r');
    expect(answer).toContain('102^Data type error');
    expect(answer).not.toMatch(/[\x0b\x1c]/);
  });
});
