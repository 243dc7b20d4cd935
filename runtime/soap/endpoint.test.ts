import { describe, expect, it } from 'vitest';
import {
  type Note,
  noteTransaction,
  openBench,
  plainMessage,
  type RawEnvelope,
  type RawMessage,
  rawEnvelope,
  textPart,
  ways,
} from '../../test/support/soap-exchange.ts';
import { bytesOf } from '../../test/support/soap-packages.ts';
import { OutcomeUnknown, StorageFull, Unavailable } from '../unavailable.ts';
import type { SoapEndpointOptions } from './endpoint.ts';
import type { Call, SoapEndpoint } from './endpoint-types.ts';
import { SoapFault } from './fault.ts';
import type { Part } from './transaction.ts';

const simple = noteTransaction('simple');
const mtom = noteTransaction('mtom');

/** Answers with the text it got, and the files it got, read whole. */
async function echo({ text, files = [] }: Note): Promise<Note> {
  const copies: Part[] = [];
  for await (const { contentId, content } of files) {
    copies.push(textPart(contentId, (await bytesOf(content)).toString()));
  }
  return { text: `you said ${text}`, files: copies };
}
const serveEcho = (endpoint: SoapEndpoint) => endpoint.serve(simple, echo).serve(mtom, echo);

const soapNs = /xmlns:s="http:\/\/www\.w3\.org\/2003\/05\/soap-envelope"/;
const packed = (envelope: string, rootType = 'application/xop+xml'): RawMessage => ({
  headers: { 'content-type': 'multipart/related; boundary=b; type="application/xop+xml"' },
  body: `--b\r\nContent-Type: ${rootType}\r\n\r\n${envelope}\r\n--b--\r\n`,
});

describe.each(ways)('an endpoint (%s)', (way) => {
  const bench = (serve: (endpoint: SoapEndpoint) => unknown = serveEcho, options?: Partial<SoapEndpointOptions>) =>
    openBench(way, serve, options);

  it('[ITI TF-2 V.3.2.2] answers with the response action and the request MessageID in RelatesTo', async () => {
    await using b = await bench();
    const { status, headers, text } = await b.post(plainMessage(rawEnvelope()));
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/soap\+xml; charset="UTF-8"/);
    expect(headers['content-length']).toBe(String(text.length));
    expect(text).toMatch(soapNs);
    expect(text).toContain('<a:Action s:mustUnderstand="1">urn:test:simpleResponse</a:Action>');
    expect(text).toContain('<a:RelatesTo>urn:uuid:1</a:RelatesTo>');
    expect(text).toMatch(/<a:MessageID>urn:uuid:[0-9a-f-]{36}<\/a:MessageID>/);
    expect(text).toContain('>you said hello</t:Response></s:Body></s:Envelope>');
    expect(b.audited).toEqual(['responder: hello -> answer you said hello']);
  });

  it('[ITI TF-2 V.8] answers each transaction in its own packaging, however the request was packed', async () => {
    await using b = await bench();
    const toMtom = rawEnvelope({ action: '<a:Action>urn:test:mtom</a:Action>' });
    for (const [message, type] of [
      [plainMessage(rawEnvelope()), 'application/soap+xml'],
      [packed(rawEnvelope()), 'application/soap+xml'],
      [packed(rawEnvelope(), 'application/soap+xml'), 'application/soap+xml'],
      [packed(toMtom), 'multipart/related'],
      [plainMessage(toMtom), 'multipart/related'],
    ] as const) {
      const { status, headers, text } = await b.post(message);
      expect(status).toBe(200);
      expect(headers['content-type']!.split(';')[0]).toBe(type);
      expect(text).toContain('you said hello');
    }
  });

  it('carries text and files there and back, whatever is in them', async () => {
    await using b = await bench();
    const call = b.client.connect(mtom, b.transport);
    const text = 'a <b> & "c" \u00e4\u{1f600} ]]>';
    const contents = ['', '\r\n--', 'x'.repeat(500_000)];
    const answer = await call({ text, files: contents.map((content, i) => textPart(`${i}@x`, content)) });
    expect(answer.text).toBe(`you said ${text}`);
    const got: string[] = [];
    for await (const { content } of answer.files!) got.push((await bytesOf(content)).toString());
    expect(got).toEqual(contents);
    const said = `${text} -> answer you said ${text}`;
    expect([...b.audited].sort()).toEqual([`initiator: ${said}`, `responder: ${said}`]);
  });

  const faults: Record<
    string,
    { is: RawEnvelope; code: string; subcodes?: string[]; action?: 'soap'; status?: number; reason: RegExp }
  > = {
    '[ITI TF-2 V.3.1, T-1] an envelope of SOAP 1.1': {
      is: { soap: 'http://schemas.xmlsoap.org/soap/envelope/' },
      code: 'VersionMismatch',
      action: 'soap',
      status: 500,
      reason: /SOAP 1\.1/,
    },
    '[ITI TF-2 V.3.2.2, T-2] no Action': {
      is: { action: '' },
      code: 'Sender',
      subcodes: ['MessageAddressingHeaderRequired'],
      reason: /wsa:Action is required/,
    },
    '[ITI TF-2 V.3.2.2, T-2] an empty Action': {
      is: { action: '<a:Action/>' },
      code: 'Sender',
      subcodes: ['InvalidAddressingHeader'],
      reason: /Action: found an empty one/,
    },
    '[ITI TF-2 V.3.2.2, T-2] two Actions': {
      is: { more: '<a:Action>urn:test:mtom</a:Action>' },
      code: 'Sender',
      subcodes: ['InvalidAddressingHeader'],
      reason: /Action: found 2 of them/,
    },
    '[ITI TF-2 V.3.2.2, T-3] a ReplyTo elsewhere': {
      is: { replyTo: '<a:ReplyTo><a:Address>http://elsewhere.example/</a:Address></a:ReplyTo>' },
      code: 'Sender',
      subcodes: ['InvalidAddressingHeader', 'OnlyAnonymousAddressSupported'],
      reason: /ReplyTo: found http:..elsewhere\.example. .this transaction is answered on the connection/,
    },
    '[ITI TF-2 V.3.2.2, T-3] a ReplyTo without address': {
      is: { replyTo: '<a:ReplyTo/>' },
      code: 'Sender',
      subcodes: ['InvalidAddressingHeader'],
      reason: /no wsa:Address/,
    },
    '[ITI TF-2 V.3.2.2, T-3] a FaultTo elsewhere': {
      is: { more: '<a:FaultTo><a:Address>http://elsewhere.example/</a:Address></a:FaultTo>' },
      code: 'Sender',
      subcodes: ['InvalidAddressingHeader', 'OnlyAnonymousAddressSupported'],
      reason: /FaultTo/,
    },
    '[ITI TF-2 V.3.2.2, T-4] no MessageID': {
      is: { messageId: '' },
      code: 'Sender',
      subcodes: ['MessageAddressingHeaderRequired'],
      reason: /MessageID is required/,
    },
    '[ITI TF-2 V.3.2.2, T-4] a MessageID of three thousand characters': {
      is: { messageId: `<a:MessageID>urn:${'x'.repeat(3000)}</a:MessageID>` },
      code: 'Sender',
      subcodes: ['InvalidAddressingHeader'],
      reason: /found 3004 characters/,
    },
    '[WS-Addressing 1.0 SOAP Binding 6.4, T-5] an Action that is not served': {
      is: { action: '<a:Action>urn:other</a:Action>' },
      code: 'Sender',
      subcodes: ['ActionNotSupported'],
      reason: /found urn:other \(served are urn:test:simple, urn:test:mtom\)/,
    },
    '[ITI TF-2 V.3.3, T-6] a body of another element': {
      is: { body: '<x/>' },
      code: 'Sender',
      action: 'soap',
      reason: /found x/,
    },
    '[ITI TF-2 V.3.3, T-6] an empty body': {
      is: { body: '' },
      code: 'Sender',
      action: 'soap',
      reason: /holds 0 elements/,
    },
    '[ITI TF-2 V.3.3, T-6] a body of two elements': {
      is: { body: '<x/><y/>' },
      code: 'Sender',
      action: 'soap',
      reason: /holds 2 elements/,
    },
    '[ITI TF-2 V.3.3, T-6] ill-formed XML': {
      is: { body: '<x>' },
      code: 'Sender',
      action: 'soap',
      reason: /not XML this service reads/,
    },
    '[ITI TF-2 V.3.3, T-6] a document type declaration': {
      is: { body: '<!DOCTYPE x>' },
      code: 'Sender',
      action: 'soap',
      reason: /not XML this service reads/,
    },
    '[WS-Security 1.0, T-7] a Security header that must be understood': {
      is: {
        more: '<w:Security s:mustUnderstand="1" xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>',
      },
      code: 'MustUnderstand',
      action: 'soap',
      status: 500,
      reason: /Security header .* does not check assertions/,
    },
    '[SOAP 1.2 5.2.3] an unknown header that must be understood': {
      is: { more: '<x:Odd s:mustUnderstand="true" xmlns:x="urn:odd"/>' },
      code: 'MustUnderstand',
      action: 'soap',
      status: 500,
      reason: /\{urn:odd\}Odd/,
    },
    '[SOAP 1.2 5.2.3] mustUnderstand that is no boolean': {
      is: { more: '<x:Odd s:mustUnderstand="yes" xmlns:x="urn:odd"/>' },
      code: 'Sender',
      action: 'soap',
      reason: /no boolean/,
    },
  };
  it.each(Object.entries(faults))('answers %s with the fault that is due', async (name, expected) => {
    await using b = await bench();
    const envelope = rawEnvelope(expected.is);
    for (const [message, type] of [
      [plainMessage(envelope), 'application/soap+xml'],
      [packed(envelope), 'multipart/related'],
    ] as const) {
      const { status, headers, text } = await b.post(message);
      expect(status).toBe(expected.status ?? 400);
      expect(headers['content-type']!.split(';')[0]).toBe(type);
      const action = expected.action === 'soap' ? 'soap/fault' : 'fault';
      expect(text).toContain(`>http://www.w3.org/2005/08/addressing/${action}</a:Action>`);
      expect(text).toContain(`<s:Code><s:Value>s:${expected.code}</s:Value>`);
      const subcodes = [...text.matchAll(/<s:Subcode><s:Value>a:(\w+)</g)].map((found) => found[1]);
      expect(subcodes).toEqual(expected.subcodes ?? []);
      expect(/<s:Text xml:lang="en">(.*)<\/s:Text>/.exec(text)![1]).toMatch(expected.reason);
      const related =
        !name.includes('T-1]') &&
        !name.includes('T-4]') &&
        !/well-formed|empty body|two elements|ill-formed|declaration/.test(name);
      expect(text.includes('<a:RelatesTo>urn:uuid:1</a:RelatesTo>')).toBe(related);
    }
  });

  it('[SOAP 1.2 5.4.7, 5.4.8] names what it speaks, and the header it did not understand', async () => {
    await using b = await bench();
    const old = await b.post(plainMessage(rawEnvelope({ soap: 'http://schemas.xmlsoap.org/soap/envelope/' })));
    expect(old.text).toContain('<s:Upgrade><s:SupportedEnvelope qname="s:Envelope"/></s:Upgrade>');
    const odd = await b.post(plainMessage(rawEnvelope({ more: '<x:Odd s:mustUnderstand="1" xmlns:x="urn:odd"/>' })));
    expect(odd.text).toContain('<s:NotUnderstood qname="n:Odd" xmlns:n="urn:odd"/>');
  });

  it('[ITI TF-2 V.3.2.2] [T-2, T-3, T-7] accepts what the standards leave to senders', async () => {
    await using b = await bench(serveEcho, { securityHeader: 'ignore' });
    const odd = 'xmlns:x="urn:odd" s:mustUnderstand="1"';
    for (const good of [
      { replyTo: '' },
      { action: '<a:Action>\n urn:test:simple\n</a:Action>' },
      {
        replyTo:
          '<a:ReplyTo s:mustUnderstand="1"><a:Address> http://www.w3.org/2005/08/addressing/anonymous </a:Address></a:ReplyTo>',
      },
      { more: '<a:To s:mustUnderstand="true">http://anything.example/</a:To>' },
      { more: '<x:Odd xmlns:x="urn:odd"/><x:Odd xmlns:x="urn:odd" s:mustUnderstand="0"/>' },
      { more: `<x:Odd ${odd} s:role="http://elsewhere.example/role"/>` },
      {
        more: '<w:Security s:mustUnderstand="1" xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>',
      },
    ]) {
      expect((await b.post(plainMessage(rawEnvelope(good)))).text).toContain('you said hello');
    }
    const message = plainMessage(rawEnvelope());
    const headers = { 'content-type': 'application/soap+xml; action="urn:wrong"', soapaction: '"urn:wrong"' };
    expect((await b.post({ ...message, headers })).status).toBe(200);
  });

  it('[ITI TF-2 V.3.2.2] [T-2, T-3, T-4] refuses, when strict, what IHE requires and WS-Addressing can do without', async () => {
    await using b = await bench(serveEcho, { addressing: 'strict' });
    expect((await b.post(plainMessage(rawEnvelope()))).status).toBe(200);
    expect((await b.post(plainMessage(rawEnvelope({ replyTo: '' })))).status).toBe(400);
  });

  const unread: Record<string, { headers: Record<string, string>; body?: string; status: number; reason: RegExp }> = {
    'no Content-Type': { headers: {}, status: 415, reason: /Content-Type \(none\)/ },
    'a Content-Type of something else': {
      headers: { 'content-type': 'application/json' },
      status: 415,
      reason: /application\/json/,
    },
    'a malformed Content-Type': {
      headers: { 'content-type': 'application/soap+xml; x="' },
      status: 415,
      reason: /not read here/,
    },
    'a charset that is not read': {
      headers: { 'content-type': 'application/soap+xml; charset=EBCDIC' },
      status: 415,
      reason: /ebcdic/,
    },
    'a compressed body': {
      headers: { 'content-type': 'application/soap+xml', 'content-encoding': 'gzip' },
      status: 415,
      reason: /gzip/,
    },
    'a package without boundary': { headers: { 'content-type': 'multipart/related' }, status: 400, reason: /boundary/ },
    'a package that is none': {
      headers: { 'content-type': 'multipart/related; boundary=b' },
      status: 400,
      reason: /closing boundary/,
    },
    'a package whose root is something else': {
      ...packed('{}', 'application/json'),
      body: String(packed('{}', 'application/json').body),
      status: 415,
      reason: /root part/,
    },
    garbage: {
      headers: { 'content-type': 'application/soap+xml' },
      body: '\u0000\u0001',
      status: 400,
      reason: /not XML/,
    },
    nothing: { headers: { 'content-type': 'application/soap+xml' }, body: '', status: 400, reason: /not XML/ },
    'XML that is no envelope': {
      headers: { 'content-type': 'application/soap+xml' },
      body: '<a/>',
      status: 400,
      reason: /no SOAP envelope/,
    },
  };
  it.each(Object.entries(unread))('refuses %s', async (_, { headers, body, status, reason }) => {
    await using b = await bench();
    const answer = await b.post({ headers, body: body ?? rawEnvelope() });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('s:Sender');
    expect(answer.text).toMatch(reason);
    expect(b.audited).toEqual([]);
  });

  it('refuses an envelope above the limit, plain and packed', async () => {
    await using b = await bench(serveEcho, {
      mtomLimits: { headers: 1000, parts: 2, root: 500, beforeRoot: 1, surroundings: 100 },
    });
    const envelope = rawEnvelope({ body: `<x>${' '.repeat(500)}</x>` });
    for (const message of [plainMessage(envelope), packed(envelope)]) {
      const { status, text } = await b.post(message);
      expect(status).toBe(413);
      expect(text).toContain('exceeds 500 octets');
    }
  });

  it('[ITI TF-2 V.3.3, T-6] lets the transaction say no, with every finding of decoding and rules, and does not run the handler', async () => {
    let runs = 0;
    await using b = await bench((endpoint) =>
      endpoint.serve(simple, async () => {
        runs += 1;
        return { text: 'ran' };
      }),
    );
    const call = b.client.connect(simple, b.transport);
    const shouted = await call({ text: 'HELLO' });
    expect(shouted.text).toBe('refused');
    expect(shouted.errors).toEqual([
      {
        errorCode: 'XDSRegistryMetadataError',
        codeContext: 'note: found HELLO. The text has a small letter in it. [no-shouting, test 1]',
        severity: 'Error',
      },
    ]);
    expect((await call({ text: '' })).errors).toHaveLength(1);
    expect(runs).toBe(0);
    expect((await call({ text: 'whisper' })).text).toBe('ran');
    expect(runs).toBe(1);
  });

  const thrown: Record<string, { error: unknown; answer: { errorCode: string; codeContext: RegExp } }> = {
    Unavailable: {
      error: new Unavailable('secret host'),
      answer: { errorCode: 'XDSRegistryBusy', codeContext: /try again later/ },
    },
    StorageFull: {
      error: new StorageFull('secret disk'),
      answer: { errorCode: 'XDSRepositoryError', codeContext: /storage .* is full/ },
    },
    'an error': {
      error: new Error('secret detail'),
      answer: { errorCode: 'XDSRepositoryError', codeContext: /failed inside/ },
    },
    'something odd': { error: 'secret', answer: { errorCode: 'XDSRepositoryError', codeContext: /failed inside/ } },
    'a fault it received from another peer': {
      error: new SoapFault('Sender', 'secret reason', { received: true }),
      answer: { errorCode: 'XDSRepositoryError', codeContext: /failed inside/ },
    },
  };
  it.each(Object.entries(thrown))(
    'answers %s of a handler in the words of the transaction, without its cause',
    async (_, { error, answer }) => {
      await using b = await bench((endpoint) => endpoint.serve(simple, () => Promise.reject(error)));
      const { status, text } = await b.post(plainMessage(rawEnvelope()));
      expect(status).toBe(200);
      expect(text).toContain(`errors="${answer.errorCode}~`);
      expect(text).toMatch(answer.codeContext);
      expect(text).toContain('under message id urn:uuid:1.');
      expect(text).not.toContain('secret');
      expect(b.logged).toContainEqual(expect.objectContaining({ level: 50, messageId: 'urn:uuid:1' }));
      expect(b.audited).toEqual(['responder: hello -> answer refused']);
    },
  );

  it('answers an error of decoding or encoding in the same way', async () => {
    await using b = await bench((endpoint) =>
      endpoint.serve(simple, async ({ text }) => ({ text: text === 'hello' ? 'unencodable' : text })),
    );
    for (const body of ['undecodable', 'hello']) {
      const { status, text } = await b.post(plainMessage(rawEnvelope({ body: `<Request>${body}</Request>` })));
      expect(status).toBe(200);
      expect(text).toContain('XDSRepositoryError~');
      expect(text).not.toContain('secret');
    }
    expect(b.audited).toEqual(['responder: undecoded -> answer refused', 'responder: hello -> answer refused']);
  });

  it('answers a fault of a handler with its code', async () => {
    const errors = [new SoapFault('Sender', 'not so'), new SoapFault('Receiver', 'not now')];
    await using b = await bench((endpoint) => endpoint.serve(simple, () => Promise.reject(errors.shift())));
    const sender = await b.post(plainMessage(rawEnvelope()));
    expect([sender.status, sender.text.includes('<s:Value>s:Sender<')]).toEqual([400, true]);
    const receiver = await b.post(plainMessage(rawEnvelope()));
    expect([receiver.status, receiver.text.includes('<s:Value>s:Receiver<')]).toEqual([500, true]);
    expect(b.audited).toEqual(Array(2).fill('responder: hello -> fault SoapFault'));
  });

  it('audits a refused request by the transaction it names', async () => {
    await using b = await bench();
    await b.post(plainMessage(rawEnvelope({ messageId: '' })));
    await b.post(plainMessage(rawEnvelope({ body: '<wrong/>' })));
    expect(b.audited).toEqual(Array(2).fill('responder: undecoded -> fault SoapFault'));
  });

  it('answers all the same when the audit fails, and logs that', async () => {
    await using b = await bench(serveEcho, { audit: () => Promise.reject(new Error('the spool is gone')) });
    expect((await b.post(plainMessage(rawEnvelope()))).text).toContain('you said hello');
    const unauditable = rawEnvelope({ body: '<Request>unauditable</Request>' });
    expect((await b.post(plainMessage(unauditable))).text).toContain('you said unauditable');
    expect(b.logged.filter(({ msg }) => msg === 'an exchange could not be audited')).toHaveLength(2);
  });

  it('gives a handler what it needs to know of the call', async () => {
    const calls: Call[] = [];
    await using b = await bench((endpoint) =>
      endpoint.serve(simple, async (_, call) => {
        calls.push(call);
        return { text: 'ok' };
      }),
    );
    await b.post(plainMessage(rawEnvelope()));
    expect(calls).toMatchObject([
      { messageId: 'urn:uuid:1', caller: { address: way === 'memory' ? 'local' : '127.0.0.1' } },
    ]);
    expect(calls[0]!.signal.aborted).toBe(false);
  });

  it('answers many calls at once, each with its own answer', async () => {
    await using b = await bench();
    const call = b.client.connect(mtom, b.transport);
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const { text, files } = await call({ text: `n${i}`, files: [textPart('a@x', `file ${i};`.repeat(20_000))] });
        for await (const { content } of files!)
          return `${text} ${(await bytesOf(content)).toString().split(';', 1)[0]}`;
        return text;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, (_, i) => `you said n${i} file ${i}`));
  });

  it('says that the outcome is unknown when it is, and does not refuse', async () => {
    await using b = await bench((endpoint) =>
      endpoint.serve(simple, () => Promise.reject(new OutcomeUnknown('secret commit'))),
    );
    const { status, text } = await b.post(plainMessage(rawEnvelope()));
    expect([status, text.includes('<s:Value>s:Receiver<')]).toEqual([500, true]);
    expect(text).toMatch(/not known whether .* under message id urn:uuid:1\./);
    expect(text).not.toContain('secret');
    expect(b.audited).toEqual(['responder: hello -> fault SoapFault']);
  });

  it('gives up when nothing moves within the deadline; what the handler still does is not known', async () => {
    let aborted: unknown;
    await using b = await bench(
      (endpoint) =>
        endpoint.serve(simple, (_, { signal }) => {
          signal.addEventListener('abort', () => {
            aborted = signal.reason;
          });
          return new Promise(() => {});
        }),
      { deadlineMs: 50 },
    );
    const { status, text } = await b.post(plainMessage(rawEnvelope()));
    expect([status, text.includes('not known whether')]).toEqual([500, true]);
    expect(aborted).toBeInstanceOf(Unavailable);
  });
});

it('an endpoint serves an action once', async () => {
  await using b = await openBench('memory', serveEcho);
  expect(() => b.endpoint.serve(simple, echo)).toThrow(/served already/);
});
