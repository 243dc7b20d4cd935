import { describe, expect, it } from 'vitest';
import { noteTransaction, openBench, type RawEnvelope, rawEnvelope, ways } from '../../test/support/soap-exchange.ts';
import { bytesOf } from '../../test/support/soap-packages.ts';
import { createLogger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { createSoapClient } from './client.ts';
import { SoapFault } from './fault.ts';
import { httpTransport, openHttpConnections } from './http-transport.ts';
import type { SoapTransport } from './transport.ts';

const simple = noteTransaction('simple');
const log = createLogger({ level: 'silent' });

/** A peer that answers what it is told to, and keeps what it was sent. */
function scripted(answer: { status?: number; type?: string; body: string }) {
  const sent: string[] = [];
  const left: string[] = [];
  async function* body() {
    try {
      yield Buffer.from(answer.body.replace('{id}', /<a:MessageID>(.*?)</.exec(sent[0]!)![1]!));
    } finally {
      left.push('closed');
    }
  }
  const transport: SoapTransport = {
    endpoint: 'https://peer.example/soap',
    async send(message) {
      sent.push((await bytesOf(message.body)).toString());
      return {
        status: answer.status ?? 200,
        headers: { 'content-type': answer.type ?? 'application/soap+xml' },
        body: body(),
        peerAddress: 'peer.example',
        localAddress: 'here',
      };
    },
  };
  const audited: unknown[] = [];
  const client = createSoapClient({ log, audit: (events) => void audited.push(...events) });
  return { call: client.connect(simple, transport), sent, left, audited };
}

const answerEnvelope = (more: RawEnvelope = {}) =>
  rawEnvelope({
    action: '<a:Action>urn:test:simpleResponse</a:Action>',
    replyTo: '<a:RelatesTo> {id} </a:RelatesTo>',
    body: '<Response>fine</Response>',
    ...more,
  });

describe('[ITI TF-2 V.3.2.2] a call', () => {
  it('sends Action with mustUnderstand, MessageID, anonymous ReplyTo and To', async () => {
    const { call, sent } = scripted({ body: answerEnvelope() });
    expect((await call({ text: 'a & b' })).text).toBe('fine');
    expect(sent[0]).toMatch(
      new RegExp(
        '<s:Header><a:Action s:mustUnderstand="1">urn:test:simple</a:Action><a:MessageID>urn:uuid:[0-9a-f-]{36}</a:MessageID>' +
          '<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo>' +
          '<a:To>https://peer.example/soap</a:To></s:Header>',
      ),
    );
    expect(sent[0]).toContain('>a &amp; b</t:Request>');
  });

  it('is audited as the initiator, with the user when there is one', async () => {
    const { call, audited } = scripted({ body: answerEnvelope() });
    await call({ text: 'hello' }, { user: 'Dr. No' });
    expect(audited).toMatchObject([
      {
        outcomeDescription: 'initiator: hello -> answer fine',
        participants: [{ userId: 'Dr. No', networkAccessPoint: 'peer.example' }],
      },
    ]);
  });

  it('accepts the other spellings of the response action', async () => {
    const { call } = scripted({ body: answerEnvelope({ action: '<a:Action> urn:test:simpleAnswer\n</a:Action>' }) });
    expect((await call({ text: 'hello' })).text).toBe('fine');
  });

  it('reads the answer of a plain transaction also from a package', async () => {
    const body = `--b\r\nContent-Type: application/xop+xml\r\n\r\n${answerEnvelope()}\r\n--b--`;
    const { call } = scripted({ type: 'multipart/related; boundary=b', body });
    expect((await call({ text: 'hello' })).text).toBe('fine');
  });

  const bad: Record<string, { answer: { status?: number; type?: string; body: string }; reason: RegExp }> = {
    'without RelatesTo': { answer: { body: answerEnvelope({ replyTo: '' }) }, reason: /no wsa:RelatesTo/ },
    'to another message': {
      answer: { body: answerEnvelope({ replyTo: '<a:RelatesTo>urn:uuid:other</a:RelatesTo>' }) },
      reason: /another message/,
    },
    'with another action': {
      answer: { body: answerEnvelope({ action: '<a:Action>urn:no</a:Action>' }) },
      reason: /found urn:no, expected urn:test:simpleResponse or urn:test:simpleAnswer/,
    },
    'without action': { answer: { body: answerEnvelope({ action: '' }) }, reason: /0 of them/ },
    'with a header nobody understands': {
      answer: { body: answerEnvelope({ more: '<x:Odd xmlns:x="urn:odd" s:mustUnderstand="1"/>' }) },
      reason: /must be understood/,
    },
    'with another body': { answer: { body: answerEnvelope({ body: '<Other/>' }) }, reason: /found Other/ },
    'that is ill-formed': { answer: { body: '<a>' }, reason: /not XML/ },
    'that is cut off': {
      answer: { type: 'multipart/related; boundary=b', body: '--b\r\nContent-Type: application/xop+xml\r\n\r\n<a/>' },
      reason: /closing boundary/,
    },
    'of SOAP 1.1': {
      answer: { type: 'text/xml', body: answerEnvelope({ soap: 'http://schemas.xmlsoap.org/soap/envelope/' }) },
      reason: /SOAP 1\.1/,
    },
  };
  for (const [name, { answer, reason }] of Object.entries(bad)) {
    it(`refuses an answer ${name}, and frees the connection`, async () => {
      const { call, left, audited } = scripted(answer);
      const error = await call({ text: 'hello' }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SoapFault);
      expect(error).toMatchObject({ code: 'Receiver', received: true, message: expect.stringMatching(reason) });
      expect(left).toEqual(['closed']);
      expect(audited).toMatchObject([{ outcomeDescription: 'initiator: hello -> fault SoapFault' }]);
    });
  }

  it('throws the fault it is answered with', async () => {
    const fault =
      '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>a:InvalidAddressingHeader</s:Value>' +
      '<s:Subcode><s:Value>a:OnlyAnonymousAddressSupported</s:Value></s:Subcode></s:Subcode></s:Code>' +
      '<s:Reason><s:Text xml:lang="en">No &lt;async&gt;.</s:Text></s:Reason></s:Fault>';
    const { call } = scripted({ status: 400, body: answerEnvelope({ body: fault, replyTo: '' }) });
    await expect(call({ text: 'hello' })).rejects.toMatchObject({
      name: 'SoapFault',
      code: 'Sender',
      subcode: 'OnlyAnonymousAddressSupported',
      received: true,
      message: 'No <async>.',
    });
  });

  it('takes a fault it does not know as the receiver’s', async () => {
    const fault = '<s:Fault><s:Code><s:Value>s:Odd</s:Value></s:Code></s:Fault>';
    const { call } = scripted({ status: 500, body: answerEnvelope({ body: fault }) });
    await expect(call({ text: 'hello' })).rejects.toMatchObject({
      code: 'Receiver',
      message: 'The peer gave no reason.',
    });
  });

  for (const answer of [
    { status: 404, type: 'text/html', body: '<html/>' },
    { status: 503, type: 'application/soap+xml', body: '' },
    { status: 200, type: 'text/html', body: '<html/>' },
    { status: 202, type: '', body: '' },
  ]) {
    it(`finds no answer in HTTP ${answer.status} with ${answer.type || 'nothing'}`, async () => {
      const { call, left } = scripted(answer);
      await expect(call({ text: 'hello' })).rejects.toThrow(`HTTP ${answer.status} without a SOAP message`);
      await expect(call({ text: 'hello' })).rejects.toBeInstanceOf(Unavailable);
      expect(left.length).toBeLessThanOrEqual(2);
    });
  }

  it('to a port nobody listens on is Unavailable, with the address and the cause', async () => {
    await using bench = await openBench('socket', () => {});
    const url = bench.url;
    await bench[Symbol.asyncDispose]();
    const connections = openHttpConnections();
    const call = createSoapClient({ log, audit: () => {} }).connect(simple, httpTransport(url, connections));
    await expect(call({ text: 'hello' })).rejects.toThrow(`${url} does not answer`);
    await expect(call({ text: 'hello' })).rejects.toBeInstanceOf(Unavailable);
    await connections.close();
  });

  it('that is aborted before it begins sends nothing', async () => {
    await using bench = await openBench('socket', () => {});
    const call = bench.client.connect(simple, bench.transport);
    await expect(call({ text: 'hello' }, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(bench.audited).toEqual(['initiator: hello -> fault Error']);
  });

  it.each(ways)('reads faults of a real endpoint (%s)', async (way) => {
    await using bench = await openBench(way, (endpoint) =>
      endpoint.serve(simple, () => Promise.reject(new SoapFault('Receiver', 'not now'))),
    );
    const ours = bench.client.connect(simple, bench.transport);
    await expect(ours({ text: 'hello' })).rejects.toMatchObject({
      code: 'Receiver',
      message: 'not now',
      received: true,
    });
    const other = bench.client.connect(noteTransaction('mtom'), bench.transport);
    await expect(other({ text: 'hello' })).rejects.toMatchObject({ code: 'Sender', subcode: 'ActionNotSupported' });
  });
});
