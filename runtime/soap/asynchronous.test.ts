import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  type Note,
  noteTransaction,
  openBench,
  plainMessage,
  type RawEnvelope,
  rawEnvelope,
  textPart,
} from '../../test/support/soap-exchange.ts';
import { bytesOf } from '../../test/support/soap-packages.ts';
import { listenHttp } from '../http/listen.ts';
import { createLogger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { openAnswerDelivery } from './answer-delivery.ts';
import { createSoapClient, type SoapConnectOptions } from './client.ts';
import type { SoapEndpoint, WireOrigin } from './endpoint-types.ts';
import { SoapFault } from './fault.ts';
import { parseReplyPattern } from './reply-addresses.ts';
import { createReplyInbox } from './reply-inbox.ts';
import type { SoapTransaction } from './transaction.ts';

const log = createLogger({ level: 'silent' });
/** A command that is kept in memory until it has arrived, and a question that is answered anew. */
const simple = { ...noteTransaction('simple'), asynchronous: { repeatable: false } };
const mtom = { ...noteTransaction('mtom'), asynchronous: { repeatable: true } };
const loopback = parseReplyPattern('http://127.0.0.1:*')!;

/** An endpoint that may answer to this machine, retrying at once; disposes its delivery with it. */
async function asyncBench(
  serve: (endpoint: SoapEndpoint) => unknown,
  options: { most?: number; attempts?: number } = {},
) {
  const delivery = openAnswerDelivery({ replyTo: [loopback], retryMs: 10, log, ...options });
  const bench = await openBench('socket', serve, { delivery });
  const { [Symbol.asyncDispose]: close } = bench;
  return Object.assign(bench, {
    delivery,
    async [Symbol.asyncDispose]() {
      await delivery.close(2000);
      await close.call(bench);
    },
  });
}

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** A peer's callback address that answers with the given statuses, the last one for ever. */
async function aCallback(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const text = (await bytesOf(request)).toString('latin1');
    received.push({ headers: request.headers, text });
    const status = statuses[Math.min(received.length, statuses.length) - 1] ?? 202;
    response.writeHead(status, status === 307 ? { location: 'http://127.0.0.1:1/' } : {}).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    received,
    url: `http://127.0.0.1:${port}/replies?x=1`,
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i += 1) await sleep(10);
  expect(holds()).toBe(true);
}

const reply = (url: string, parameters = '', name = 'ReplyTo') =>
  `<a:${name}><a:Address>${url.replace('&', '&amp;')}</a:Address>${parameters}</a:${name}>`;
const elsewhere = (url: string, more: RawEnvelope = {}) => plainMessage(rawEnvelope({ replyTo: reply(url), ...more }));
const echo = async ({ text }: Note): Promise<Note> => ({ text: `you said ${text}` });
const reasonIn = (text: string) => /<s:Text xml:lang="en">(.*?)<\/s:Text>/.exec(text)?.[1];

describe('[ITI TF-2 V.5] a service asked to answer elsewhere', () => {
  it('accepts with an empty 202 and sends the answer as a request of its own', async () => {
    await using callback = await aCallback(202);
    await using b = await asyncBench((endpoint) => endpoint.serve(simple, echo));
    const parameters =
      '<a:ReferenceParameters><k:Key xmlns:k="urn:k" k:n="1">a &amp; b</k:Key></a:ReferenceParameters>';
    const accepted = await b.post(elsewhere(callback.url, { replyTo: reply(callback.url, parameters) }));
    expect([accepted.status, accepted.text, accepted.headers['content-length']]).toEqual([202, '', '0']);
    await until(() => callback.received.length === 1);
    const { headers, text } = callback.received[0]!;
    expect(headers['content-type']).toMatch(/^application\/soap\+xml;.*action="urn:test:simpleResponse"/);
    expect(headers['content-length']).toBe(String(text.length));
    expect(text).toContain('<a:Action s:mustUnderstand="1">urn:test:simpleResponse</a:Action>');
    expect(text).toMatch(/<a:MessageID>urn:uuid:[0-9a-f-]{36}<\/a:MessageID><a:RelatesTo>urn:uuid:1<\/a:RelatesTo>/);
    expect(text).toContain(`<a:To>${callback.url}</a:To>`);
    expect(text).toMatch(
      /<Key xmlns="urn:k" xmlns:a0="urn:k" a0:n="1" xmlns:a1="[^"]+" a1:IsReferenceParameter="true">a &amp; b<\/Key>/,
    );
    expect(text).toContain('you said hello');
    expect(b.audited).toEqual(['responder: hello -> answer you said hello']);
  });

  it('sends the answer again while the peer is away, at most so often as it is told', async () => {
    await using callback = await aCallback(503, 500, 429, 200);
    await using b = await asyncBench((endpoint) => endpoint.serve(simple, echo));
    await b.post(elsewhere(callback.url));
    await until(() => callback.received.length === 4);
    expect(new Set(callback.received.map(({ text }) => text)).size).toBe(1);

    await using deaf = await aCallback(503);
    await using few = await asyncBench((endpoint) => endpoint.serve(simple, echo), { attempts: 3 });
    await few.post(elsewhere(deaf.url));
    await until(() => few.logged.some(({ msg }) => /given up/.test(String(msg))));
    expect(deaf.received).toHaveLength(3);
  });

  it('sends it also to a peer that was not there at first', async () => {
    const gone = await aCallback();
    await gone[Symbol.asyncDispose]();
    await using b = await asyncBench((endpoint) => endpoint.serve(simple, echo), { attempts: 100 });
    expect((await b.post(elsewhere(gone.url))).status).toBe(202);
    await sleep(50);
    const received: string[] = [];
    const server = createServer(async (request, response) => {
      received.push((await bytesOf(request)).toString());
      response.writeHead(202).end();
    });
    await once(server.listen(gone.port, '127.0.0.1'), 'listening');
    await until(() => received.length === 1);
    server.closeAllConnections();
    server.close();
  });

  it.each([400, 404, 307])('takes HTTP %s for an answer, and follows nothing', async (status) => {
    await using callback = await aCallback(status);
    await using b = await asyncBench((endpoint) => endpoint.serve(simple, echo));
    await b.post(elsewhere(callback.url));
    await until(() => b.logged.some(({ msg }) => /was refused/.test(String(msg))));
    expect(callback.received).toHaveLength(1);
  });

  it('makes a streamed answer anew for each attempt', async () => {
    let asked = 0;
    await using callback = await aCallback(503, 202);
    await using b = await asyncBench((endpoint) =>
      endpoint.serve(mtom, async () => {
        asked += 1;
        return { text: `answer`, files: [textPart('a@x', `file ${asked};`.repeat(100_000))] };
      }),
    );
    const action = '<a:Action>urn:test:mtom</a:Action>';
    expect((await b.post(elsewhere(callback.url, { action }))).status).toBe(202);
    await until(() => callback.received.length === 2);
    expect(callback.received.map(({ text }) => /file \d/.exec(text)![0])).toEqual(['file 1', 'file 2']);
    await until(() => b.audited.length === 2);
    expect(b.audited).toEqual(Array(2).fill('responder: hello -> answer answer'));
  });

  it('keeps an answer that must not be made twice until it has arrived', async () => {
    let asked = 0;
    await using callback = await aCallback(503, 202);
    await using b = await asyncBench((endpoint) =>
      endpoint.serve(simple, async () => {
        asked += 1;
        return { text: 'long', pieces: ['<Response>', ...Array(1000).fill('x'.repeat(1000)), '</Response>'] };
      }),
    );
    await b.post(elsewhere(callback.url));
    await until(() => callback.received.length === 2);
    expect(callback.received[0]!.text.length).toBeGreaterThan(1_000_000);
    expect(callback.received[1]!.text).toBe(callback.received[0]!.text);
    expect(asked).toBe(1);
  });

  it('accepts once the documents of the request have been read to their end', async () => {
    let documents = '';
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await using callback = await aCallback(202);
    await using b = await asyncBench((endpoint) =>
      endpoint.serve({ ...mtom, asynchronous: { repeatable: false } }, async ({ files = [] }) => {
        for await (const { content } of files) documents += (await bytesOf(content)).toString();
        await released;
        return { text: 'done' };
      }),
    );
    const envelope = rawEnvelope({ action: '<a:Action>urn:test:mtom</a:Action>', replyTo: reply(callback.url) });
    const part = 'x'.repeat(3 << 20);
    const { status } = await b.post({
      headers: { 'content-type': 'multipart/related; boundary=b; type="application/xop+xml"' },
      body: `--b\r\nContent-Type: application/xop+xml\r\n\r\n${envelope}\r\n--b\r\nContent-ID: <a>\r\n\r\n${part}\r\n--b--\r\n`,
    });
    expect([status, documents.length, callback.received.length]).toEqual([202, part.length, 0]);
    release();
    await until(() => callback.received.length === 1);
    expect(callback.received[0]!.headers['content-type']).toMatch(/^multipart\/related/);
  });

  it('accepts also when its handler wants no more of the documents', async () => {
    await using callback = await aCallback(202);
    await using b = await asyncBench((endpoint) => endpoint.serve(mtom, echo));
    const envelope = rawEnvelope({ action: '<a:Action>urn:test:mtom</a:Action>', replyTo: reply(callback.url) });
    const { status } = await b.post({
      headers: { 'content-type': 'multipart/related; boundary=b; type="application/xop+xml"' },
      body: `--b\r\nContent-Type: application/xop+xml\r\n\r\n${envelope}\r\n--b\r\nContent-ID: <a>\r\n\r\n${'x'.repeat(1 << 20)}\r\n--b--\r\n`,
    });
    expect(status).toBe(202);
    await until(() => callback.received.length === 1);
  });

  it('sends a fault to ReplyTo, or to FaultTo when there is one', async () => {
    await using replies = await aCallback(202);
    await using faults = await aCallback(202);
    await using b = await asyncBench((endpoint) =>
      endpoint.serve(simple, () => Promise.reject(new SoapFault('Receiver', 'not today'))),
    );
    expect((await b.post(elsewhere(replies.url))).status).toBe(202);
    await until(() => replies.received.length === 1);
    expect(reasonIn(replies.received[0]!.text)).toBe('not today');
    expect(replies.received[0]!.text).toContain('>http://www.w3.org/2005/08/addressing/soap/fault</a:Action>');
    const more = reply(faults.url, '', 'FaultTo');
    expect((await b.post(elsewhere(replies.url, { more }))).status).toBe(202);
    await until(() => faults.received.length === 1);
    expect(faults.received[0]!.text).toContain(`<a:To>${faults.url}</a:To>`);
    expect(faults.received[0]!.text).toContain('<a:RelatesTo>urn:uuid:1</a:RelatesTo>');
    expect(replies.received).toHaveLength(1);
    expect(b.audited).toEqual(Array(2).fill('responder: hello -> fault SoapFault'));
  });

  it('answers where each of the two is wanted when one of them is wanted on the connection', async () => {
    await using callback = await aCallback(202);
    await using b = await asyncBench((endpoint) =>
      endpoint.serve(simple, async ({ text }) => {
        if (text === 'fail') throw new SoapFault('Receiver', 'not today');
        return { text: 'fine' };
      }),
    );
    const anonymous = 'http://www.w3.org/2005/08/addressing/anonymous';
    const fail = '<t:Request xmlns:t="urn:test">fail</t:Request>';
    const faultsElsewhere = { replyTo: reply(anonymous), more: reply(callback.url, '', 'FaultTo') };
    expect((await b.post(elsewhere('', faultsElsewhere))).text).toContain('>fine</t:Response>');
    expect((await b.post(elsewhere('', { ...faultsElsewhere, body: fail }))).status).toBe(202);
    await until(() => callback.received.length === 1);
    expect(reasonIn(callback.received[0]!.text)).toBe('not today');
    const faultsHere = { more: reply(anonymous, '', 'FaultTo') };
    expect(reasonIn((await b.post(elsewhere(callback.url, { ...faultsHere, body: fail }))).text)).toBe('not today');
    expect((await b.post(elsewhere(callback.url, faultsHere))).status).toBe(202);
    await until(() => callback.received.length === 2);
  });

  it('refuses on the connection what it cannot accept, and sends nothing', async () => {
    await using callback = await aCallback(202);
    await using b = await asyncBench((endpoint) => endpoint.serve(simple, echo).serve(noteTransaction('mtom'), echo));
    for (const [message, reason] of [
      [elsewhere('http://127.0.0.2:9/'), /not listed in listen\.asynchronous\.replyTo/],
      [elsewhere(callback.url, { more: reply('http://evil.example/', '', 'FaultTo') }), /evil\.example\/ \(not listed/],
      [elsewhere(callback.url, { action: '<a:Action>urn:other</a:Action>' }), /found urn:other/],
      [elsewhere(callback.url, { action: '<a:Action>urn:test:mtom</a:Action>' }), /answered on the connection/],
    ] as const) {
      const { status, text } = await b.post(message);
      expect([status, reasonIn(text)]).toEqual([400, expect.stringMatching(reason)]);
    }
    expect(callback.received).toEqual([]);
  });

  it('refuses more when too many answers are on their way', async () => {
    const away = await aCallback();
    await away[Symbol.asyncDispose]();
    await using b = await asyncBench((endpoint) => endpoint.serve(simple, echo), { most: 1, attempts: 1000 });
    expect((await b.post(elsewhere(away.url))).status).toBe(202);
    await until(() => b.delivery.full);
    const { status, text } = await b.post(elsewhere(away.url));
    expect([status, reasonIn(text)]).toEqual([500, expect.stringMatching(/Too many answers/)]);
    expect((await b.post(plainMessage(rawEnvelope()))).status).toBe(200);
    await b.delivery.close(0);
  });
});

/** A caller with an inbox on its own listener. */
async function aCaller(idleMs = 2000) {
  const soap = new Map<string, ReturnType<typeof createReplyInbox>>();
  const listener = await listenHttp({ host: '127.0.0.1', port: 0, soap, log });
  const inbox = createReplyInbox({ address: () => `${listener.url}/replies`, log, idleMs });
  soap.set('/replies', inbox);
  const audited: (string | undefined)[] = [];
  const client = createSoapClient({
    log,
    audit: (events) => void audited.push(...events.map((e) => e.outcomeDescription)),
  });
  return { inbox, client, audited, url: inbox.address, [Symbol.asyncDispose]: () => listener.close(1000) };
}

describe('[ITI TF-2 V.5] a caller that waits elsewhere', () => {
  const call = (
    caller: Awaited<ReturnType<typeof aCaller>>,
    bench: { transport: Parameters<typeof caller.client.connect>[1] },
    transaction: SoapTransaction<Note, Note> = simple,
    how: SoapConnectOptions = {},
  ) => caller.client.connect(transaction, bench.transport, { replies: caller.inbox, ...how });

  it('gets its answers, whatever their order', async () => {
    await using caller = await aCaller();
    await using b = await asyncBench((endpoint) =>
      endpoint.serve(simple, async ({ text }) => {
        await sleep(50 - Number(text.slice(1)));
        return { text: `${text}!` };
      }),
    );
    const asked = Array.from({ length: 50 }, (_, i) => `n${i}`);
    const answers = await Promise.all(asked.map(async (text) => (await call(caller, b)({ text })).text));
    expect(answers).toEqual(asked.map((text) => `${text}!`));
    expect(caller.audited).toHaveLength(50);
  });

  it('streams the documents of an answer, and lets the sender go when it has read enough', async () => {
    await using caller = await aCaller();
    await using b = await asyncBench((endpoint) =>
      endpoint.serve(mtom, async ({ files = [] }) => {
        const sizes: number[] = [];
        for await (const { content } of files) sizes.push((await bytesOf(content)).length);
        return { text: sizes.join(), files: ['a', 'b', 'c'].map((id) => textPart(id, id.repeat(3 << 20))) };
      }),
    );
    const answer = await call(caller, b, mtom)({ text: 'all', files: [textPart('x', 'x'.repeat(1 << 20))] });
    const sizes: number[] = [];
    for await (const { content } of answer.files!) sizes.push((await bytesOf(content)).length);
    expect([answer.text, ...sizes]).toEqual([String(1 << 20), 3 << 20, 3 << 20, 3 << 20]);
    const left = await call(caller, b, mtom)({ text: 'one' });
    for await (const { contentId } of left.files!) {
      expect(contentId).toBe('a');
      break;
    }
    await until(() => b.logged.filter(({ msg }) => msg === 'an answer was delivered').length >= 1);
  });

  it('gets the fault the service sends, and the one it gives on the connection', async () => {
    await using caller = await aCaller();
    await using b = await asyncBench((endpoint) =>
      endpoint
        .serve(simple, () => Promise.reject(new SoapFault('Receiver', 'not today')))
        .serve(noteTransaction('mtom'), echo),
    );
    await expect(call(caller, b)({ text: 'x' })).rejects.toMatchObject({ code: 'Receiver', message: 'not today' });
    await expect(call(caller, b, mtom)({ text: 'x' })).rejects.toMatchObject({
      subcode: 'OnlyAnonymousAddressSupported',
      received: true,
    });
    expect(caller.audited).toHaveLength(2);
  });

  it('is told at once when nobody is there, and in time when nobody answers', async () => {
    await using caller = await aCaller();
    await using b = await asyncBench((endpoint) =>
      endpoint.serve(simple, async ({ text }) => {
        if (text === 'late') await sleep(150);
        return { text };
      }),
    );
    const late = call(caller, b, simple, { replyMs: 50 })({ text: 'late' });
    await expect(late).rejects.toThrow(/No answer came to wsa:ReplyTo within 0\.05 s/);
    await expect(late).rejects.toBeInstanceOf(Unavailable);
    await until(() => b.logged.some(({ msg }) => /was refused where/.test(String(msg))));
    const signal = AbortSignal.timeout(30);
    await expect(call(caller, b)({ text: 'late' }, { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
    await b[Symbol.asyncDispose]();
    await expect(call(caller, b)({ text: 'x' })).rejects.toBeInstanceOf(Unavailable);
  });

  it('takes a duplicate without effect, and refuses what is late, unknown, unrelated or no SOAP', async () => {
    await using caller = await aCaller();
    const origin: WireOrigin = {
      peerAddress: 'x',
      localAddress: 'x',
      endpoint: caller.url,
      signal: new AbortController().signal,
    };
    const post = async (envelope: string) => {
      async function* body() {
        yield Buffer.from(envelope);
      }
      const headers = { 'content-type': 'application/soap+xml' };
      const { status, body: answered } = await caller.inbox.handle({ headers, body: body() }, origin);
      return [status, reasonIn((await bytesOf(answered)).toString())];
    };
    const related = (id: string) => rawEnvelope({ replyTo: `<a:RelatesTo>${id}</a:RelatesTo>` });
    const first = caller.inbox.expect('urn:1');
    expect(await post(related('urn:1'))).toEqual([202, undefined]);
    expect((await first.answer).envelope.body.name).toBe('Request');
    first.withdraw('over');
    expect(await post(related('urn:1'))).toEqual([202, undefined]);
    caller.inbox.expect('urn:2').withdraw('the wait for it has ended');
    expect(await post(related('urn:2'))).toEqual([
      400,
      expect.stringMatching(/urn:2 is waited for: the wait for it has ended/),
    ]);
    expect(await post(related('urn:3'))).toEqual([400, expect.stringMatching(/no such message was sent/)]);
    expect(await post(rawEnvelope())).toEqual([400, expect.stringMatching(/no wsa:RelatesTo/)]);
    expect(await post('<a>')).toEqual([400, expect.stringMatching(/not XML/)]);
  });

  it('sees an answer that breaks off as unavailable, and refuses its repetition', async () => {
    await using caller = await aCaller();
    async function* broken() {
      yield Buffer.alloc(1 << 20, 'x');
      throw new Error('the disk died');
    }
    await using b = await asyncBench(
      (endpoint) =>
        endpoint.serve(mtom, async () => ({
          text: 'half',
          files: [{ contentId: 'a', contentType: 'text/plain', content: broken() }],
        })),
      { attempts: 2 },
    );
    const { files } = await call(caller, b, mtom)({ text: 'x' });
    await expect(
      (async () => {
        for await (const { content } of files!) await bytesOf(content);
      })(),
    ).rejects.toBeInstanceOf(Unavailable);
    await until(() => b.logged.some(({ msg }) => /was refused where|given up/.test(String(msg))));
    expect(b.audited[0]).toBe('responder: x -> fault Error');
  });
});
