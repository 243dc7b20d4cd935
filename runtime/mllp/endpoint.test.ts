import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { field, textOf } from '../../schemas/hl7v2/access.ts';
import { acknowledgmentFrom } from '../../schemas/hl7v2/acknowledgment.ts';
import { parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { feedAccepted } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { createLogger } from '../log.ts';
import { createMllpEndpoint } from './endpoint.ts';

const msh = 'MSH|^~\\&|ADT|HOSP|PIXM|XREF|20250102||ADT^A04|M1|P|2.3.1';
const pid = 'PID|||A-1^^^&1.2.3&ISO||DOE^JANE||19800101|F';
const origin = { peerAddress: '10.0.0.1', localAddress: '10.0.0.2', endpoint: 'mllp://pix:2575' };

/** An endpoint that accepts feeds, and what happens in it. */
function anEndpoint(handler = async (request: PatientIdentityFeedRequest) => feedAccepted(request)) {
  const events: AuditEvent[] = [];
  const handled: PatientIdentityFeedRequest[] = [];
  const endpoint = createMllpEndpoint({
    log: createLogger({ level: 'silent' }),
    audit: (more) => void events.push(...more),
    now: () => new Date('2025-01-02T03:04:05Z'),
    newUUID: () => 'urn:uuid:01234567-89ab-cdef-0123-456789abcdef',
  }).serve(patientIdentityFeed, (request) => {
    handled.push(request);
    return handler(request);
  });
  const send = async (text: string, encoding: BufferEncoding = 'utf8') =>
    Buffer.from(await endpoint.handle(Buffer.from(text, encoding), origin)).toString(encoding);
  return { endpoint, events, handled, send };
}
const acknowledgment = (answer: string) => acknowledgmentFrom(parseHl7Message(Buffer.from(answer)));

describe('[ITI TF-2 C.2.3] MllpEndpoint', () => {
  it('answers with the parties swapped, version and processing id mirrored, and a control id of its own', async () => {
    const { send, handled, events } = anEndpoint();
    expect(await send(`${msh}\r${pid}\r`)).toBe(
      'MSH|^~\\&|PIXM|XREF|ADT|HOSP|20250102030405+0000||ACK^A04^ACK|0123456789abcdef0123|P|2.3.1\rMSA|AA|M1\r',
    );
    expect(handled).toHaveLength(1);
    expect(events).toMatchObject([
      { action: 'C', outcome: 0, participants: [{ userId: 'HOSP|ADT' }, { userId: 'XREF|PIXM' }] },
    ]);
  });

  it.each([
    ['unknown message type', msh.replace('ADT^A04', 'ORU^R01'), 'AR', '200', 'MSH^1^9^1^1'],
    ['unknown trigger event', msh.replace('A04', 'A99'), 'AR', '201', 'MSH^1^9^1^2'],
    ['missing trigger event', msh.replace('^A04', ''), 'AR', '201', 'MSH^1^9^1^2'],
    ['missing message type', msh.replace('ADT^A04', ''), 'AR', '101', 'MSH^1^9'],
    ['unsupported processing id', msh.replace('|P|', '|X|'), 'AR', '202', 'MSH^1^11^1^1'],
    ['unsupported version', msh.replace('2.3.1', '3.0'), 'AR', '203', 'MSH^1^12^1^1'],
    ['missing control id', msh.replace('|M1|', '||'), 'AR', '101', 'MSH^1^10'],
    ['missing processing id', msh.replace('|P|', '||'), 'AE', '101', 'MSH^1^11'],
    ['undeclared character set', `${msh}\rPID|||\xff`, 'AE', '102', 'MSH^1^18'],
    ['a line that is no segment', `${msh}\rnonsense`, 'AE', '100', undefined],
    ['no header', 'hello', 'AR', '100', 'MSH^1'],
    ['bad delimiters', 'MSH|||||', 'AR', '102', 'MSH^1^2'],
  ])('refuses a message with %s before any transaction sees it', async (_, text, code, condition, location) => {
    const { send, handled } = anEndpoint();
    const answer = acknowledgment(await send(text, 'latin1'));
    expect(answer).toMatchObject({ code, errors: [{ code: condition, severity: 'E' }] });
    expect(answer.errors[0]?.location).toBe(location);
    expect(answer.errors[0]?.userMessage).toMatch(/\w/);
    expect(handled).toEqual([]);
  });

  it.each(['2', '2.3', '2.5', '2.5.1', '2.8'])('takes version %s', async (version) => {
    const { send } = anEndpoint();
    expect(acknowledgment(await send(`${msh.replace('2.3.1', version)}\r${pid}`)).code).toBe('AA');
  });

  it('reports everything wrong with a message at once, and hands nothing to the handler', async () => {
    const { send, handled, events } = anEndpoint();
    const { code, errors } = acknowledgment(await send(`${msh}\rEVN|A08\rPID|||||||19801340`));
    expect(code).toBe('AE');
    expect(errors.map((error) => [error.code, error.location])).toEqual([
      ['102', 'EVN^1^1'],
      ['101', 'PID^1^3'],
      ['101', 'PID^1^5'],
      ['102', 'PID^1^7'],
    ]);
    expect(handled).toEqual([]);
    expect(events).toMatchObject([{ outcome: 8 }]);
  });

  it('tells the first hundred of very many findings and how many more there are, and no value at full length', async () => {
    const { send, events } = anEndpoint();
    const identifiers = '^^^A~'.repeat(5_000);
    const answer = await send(`${msh}\rPID|||${identifiers}B-1||DOE||${'🎂'.repeat(50_000)}`);
    const { code, errors } = acknowledgment(answer);
    expect(code).toBe('AE');
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)).toMatchObject({ code: '101', severity: 'W', location: 'PID^1^3^101^1' });
    expect(errors.at(-1)?.userMessage).toContain('found 4901 more');
    expect(answer.length).toBeLessThan(50_000);
    expect(JSON.stringify(events).length).toBeLessThan(50_000);
    const long = await send(`${msh}\rPID|||B-1||DOE||x${'🎂'.repeat(50_000)}`);
    expect(acknowledgment(long).errors[0]?.userMessage).toContain(`found x${'🎂'.repeat(199)} [...]. PID-7`);
  });

  it.each([
    ['UNICODE UTF-8', 'utf8'],
    ['8859/1', 'latin1'],
  ] as const)('answers in the character set of the request: %s', async (charset, encoding) => {
    const { send } = anEndpoint();
    const answer = await send(`${msh}||||||${charset}\rPID|||A-1||MÜLLER||Ü`, encoding);
    expect(answer).toContain(`|${charset}\r`);
    expect(answer).toContain('found Ü.');
  });

  it('answers an unexpected error with AE 207 and the message id, and nothing of the error', async () => {
    const { send, events } = anEndpoint(async () => {
      throw new Error('secret of JANE DOE');
    });
    const answer = await send(`${msh}\r${pid}`);
    expect(acknowledgment(answer)).toMatchObject({ code: 'AE', acknowledges: 'M1', errors: [{ code: '207' }] });
    expect(answer).toContain('message id M1');
    expect(answer).not.toContain('JANE');
    expect(events).toMatchObject([{ outcome: 8 }]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('answers although the audit trail has trouble', async () => {
    const endpoint = createMllpEndpoint({
      log: createLogger({ level: 'silent' }),
      audit: () => Promise.reject(new Error('disk full')),
    }).serve(patientIdentityFeed, async (request) => feedAccepted(request));
    const answer = parseHl7Message(await endpoint.handle(Buffer.from(`${msh}\r${pid}`), origin));
    expect(textOf(field(answer, 'MSA', 1))).toBe('AA');
  });

  it('does not let two transactions serve one trigger event', () => {
    const { endpoint } = anEndpoint();
    expect(() => endpoint.serve(patientIdentityFeed, async (request) => feedAccepted(request))).toThrow(/ADT\^A01/);
  });

  it('always answers with a readable message, whatever comes', async () => {
    const { endpoint } = anEndpoint();
    const good = Buffer.from(`${msh}\r${pid}\r`);
    for (let at = 0; at < good.length; at++)
      for (const byte of [0x00, 0x0d, 0x5c, 0x7c, 0xff]) {
        const mutant = Buffer.from(good);
        mutant[at] = byte;
        const answer = parseHl7Message(await endpoint.handle(mutant, origin));
        expect(acknowledgmentFrom(answer).code).toMatch(/^A[AER]$/);
      }
  });
});
