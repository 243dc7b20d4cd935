import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Hl7MessageEvent } from '@medplum/hl7';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { feedAccepted } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { createLogger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { createMllpClient, type MllpClientOptions } from './client.ts';
import { createMllpEndpoint } from './endpoint.ts';
import { MllpFault } from './fault.ts';
import { frameOf } from './frame.ts';
import { listenMllp, type MllpLimits } from './listen.ts';

const log = createLogger({ level: 'silent' });
const feed = (controlId: string): PatientIdentityFeedRequest => ({
  header: {
    sendingApplication: 'ADT',
    sendingFacility: 'HOSP',
    receivingApplication: 'PIXM',
    receivingFacility: 'XREF',
    dateTime: '20250102',
    controlId,
    processingId: 'P',
    version: '2.3.1',
  },
  trigger: 'A04',
  patient: {
    identifiers: [{ id: 'A-1', authority: { oid: '1.2.3', type: 'ISO' } }],
    names: [{ family: 'MÜLLER', given: 'JANE' }],
  },
});
const wire = (controlId: string) =>
  Buffer.from(`MSH|^~\\&|ADT|HOSP|PIXM|XREF|2025||ADT^A04|${controlId}|P|2.3.1\rPID|||A-1^^^&1.2.3&ISO||DOE^JANE\r`);

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

async function aListener(
  options: { limits?: Partial<MllpLimits>; handler?: (request: PatientIdentityFeedRequest) => Promise<unknown> } = {},
) {
  const handled: PatientIdentityFeedRequest[] = [];
  const endpoint = createMllpEndpoint({ log, audit: () => undefined }).serve(patientIdentityFeed, async (request) => {
    handled.push(request);
    await options.handler?.(request);
    return feedAccepted(request);
  });
  const { limits = {} } = options;
  const listener = await listenMllp({ host: '127.0.0.1', port: 0, endpoint, log, limits });
  undo.push(() => listener.close());
  return { listener, handled, endpoint };
}

function aClient(options: Partial<MllpClientOptions> = {}) {
  const events: AuditEvent[] = [];
  const client = createMllpClient({ log, audit: (more) => void events.push(...more), ...options });
  undo.push(() => client.close());
  return { client, events };
}

/** A raw connection and everything it receives. */
async function aSocket(port: number) {
  const socket = connect({ port, host: '127.0.0.1' });
  const received: Buffer[] = [];
  socket.on('data', (piece) => received.push(piece));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  undo.push(() => socket.destroy());
  const answers = () =>
    [
      ...Buffer.concat(received)
        .toString()
        .matchAll(/MSA\|(\w+)\|(\w*)/g),
    ].map((m) => `${m[1]} ${m[2]}`);
  return { socket, answers, closed: once(socket, 'close') };
}

/** A peer that does what it is told with each connection. */
async function aPeer(serve: (socket: Socket, connection: number) => void): Promise<{ peer: string; server: Server }> {
  let connections = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket, ++connections);
    undo.push(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => server.close());
  return { peer: `mllp://127.0.0.1:${(server.address() as { port: number }).port}`, server };
}
const ack = (controlId: string) => frameOf(Buffer.from(`MSH|^~\\&|||||||ACK^A04^ACK|1|P|2.3.1\rMSA|AA|${controlId}\r`));

describe('[ITI TF-2 C.2.1] listenMllp', () => {
  it('answers messages of one connection one after the other, in order', async () => {
    let running = 0;
    const { listener } = await aListener({
      handler: async () => {
        expect(++running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
      },
    });
    const { socket, answers, closed } = await aSocket(listener.port);
    socket.end(Buffer.concat(['1', '2', '3'].map((id) => frameOf(wire(id)))));
    await closed;
    expect(answers()).toEqual(['AA 1', 'AA 2', 'AA 3']);
  });

  it('reads a message that comes byte by byte', async () => {
    const { listener } = await aListener();
    const { socket, answers, closed } = await aSocket(listener.port);
    socket.setNoDelay(true);
    for (const byte of frameOf(wire('1'))) {
      socket.write(Uint8Array.of(byte));
      await new Promise(setImmediate);
    }
    socket.end();
    await closed;
    expect(answers()).toEqual(['AA 1']);
  });

  it('answers what came before bytes that are no MLLP, then closes', async () => {
    const { listener, handled } = await aListener();
    const { socket, answers, closed } = await aSocket(listener.port);
    socket.write(Buffer.concat([frameOf(wire('1')), Buffer.alloc(100, 0x41), frameOf(wire('2'))]));
    await closed;
    expect(answers()).toEqual(['AA 1']);
    expect(handled).toHaveLength(1);
  });

  it('handles nothing of a message that is cut off', async () => {
    const { listener, handled } = await aListener();
    const { socket, closed } = await aSocket(listener.port);
    socket.end(frameOf(wire('1')).subarray(0, -1));
    await closed;
    expect(handled).toEqual([]);
  });

  it.each([
    ['an idle connection', { idleMs: 30 }, Buffer.alloc(0)],
    ['a frame that does not end', { frameMs: 30 }, frameOf(wire('1')).subarray(0, 20)],
  ])('closes %s', async (_, limits, bytes) => {
    const { listener, handled } = await aListener({ limits });
    const { socket, closed } = await aSocket(listener.port);
    socket.write(bytes);
    await closed;
    expect(handled).toEqual([]);
  });

  it('closes connections over the limit', async () => {
    const { listener } = await aListener({ limits: { connections: 1 } });
    const first = await aSocket(listener.port);
    const second = await aSocket(listener.port);
    await second.closed;
    first.socket.end(frameOf(wire('1')));
    await first.closed;
    expect(first.answers()).toEqual(['AA 1']);
  });

  it('finishes the message being answered when it stops, and drops idle connections', async () => {
    let release = () => undefined as unknown;
    const { listener, handled } = await aListener({
      handler: () => new Promise((resolve) => (release = () => resolve(0))),
    });
    const idle = await aSocket(listener.port);
    const busy = await aSocket(listener.port);
    busy.socket.write(frameOf(wire('1')));
    await expect.poll(() => handled.length).toBe(1);
    const stopped = listener.close();
    await idle.closed;
    release();
    await Promise.all([stopped, busy.closed]);
    expect(busy.answers()).toEqual(['AA 1']);
    await expect(aSocket(listener.port)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('names a port that is taken', async () => {
    const { listener, endpoint } = await aListener();
    const { port } = listener;
    await expect(listenMllp({ host: '127.0.0.1', port, endpoint, log })).rejects.toThrow(
      new RegExp(`127.0.0.1:${port}: another program listens there`),
    );
  });
});

describe('[ITI TF-2 C.2.1] MllpClient', () => {
  it('shares one connection for calls in order, and audits each', async () => {
    const { listener, handled } = await aListener();
    const { client, events } = aClient();
    const call = client.connect(patientIdentityFeed, listener.url);
    const answers = await Promise.all(['1', '2', '3'].map((id) => call(feed(id))));
    expect(answers.map((answer) => [answer.code, answer.acknowledges])).toEqual([
      ['AA', '1'],
      ['AA', '2'],
      ['AA', '3'],
    ]);
    expect(handled.map((request) => request.patient)).toEqual(Array(3).fill(feed('1').patient));
    expect(events).toMatchObject(Array(3).fill({ outcome: 0 }));
  });

  it('reaches an endpoint of the same process without a socket, with the same answer', async () => {
    const { endpoint, handled } = await aListener();
    const { client, events } = aClient();
    const answer = await client.connectLocal(patientIdentityFeed, endpoint, 'local:pix')(feed('1'));
    expect(answer).toMatchObject({ code: 'AA', acknowledges: '1' });
    expect(handled).toHaveLength(1);
    expect(events).toMatchObject([
      { participants: [{ networkAccessPoint: 'local' }, { networkAccessPoint: 'local' }] },
    ]);
  });

  it('connects again when the peer closed the idle connection', async () => {
    const { listener } = await aListener({ limits: { idleMs: 20 } });
    const { client } = aClient();
    const call = client.connect(patientIdentityFeed, listener.url);
    await call(feed('1'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await call(feed('2'))).toMatchObject({ code: 'AA', acknowledges: '2' });
  });

  it('sends again on a new connection when the old one closes under the message', async () => {
    const { peer } = await aPeer((socket, connection) => {
      let messages = 0;
      socket.on('data', () => (++messages > 1 ? socket.destroy() : socket.write(ack(String(connection)))));
    });
    const { client } = aClient();
    const call = client.connect(patientIdentityFeed, peer);
    expect((await call(feed('1'))).acknowledges).toBe('1');
    expect((await call(feed('2'))).acknowledges).toBe('2');
  });

  it.each<[string, (socket: Socket) => unknown, RegExp]>([
    ['does not answer', () => undefined, /did not answer within 50 ms/],
    ['closes without an answer', (socket) => socket.end(), /closed the connection without an answer/],
    ['closes in the middle of its answer', (socket) => socket.end(ack('1').subarray(0, 20)), /in the middle/],
    ['answers with something else', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n'.repeat(5)), /not MLLP/],
    ['answers twice', (socket) => socket.write(Buffer.concat([ack('1'), ack('1')])), /more than one answer/],
  ])('gives Unavailable when the peer %s', async (_, serve, message) => {
    const { peer } = await aPeer((socket) => socket.once('data', () => serve(socket)));
    const { client, events } = aClient({ answerMs: 50 });
    const sent = client.connect(patientIdentityFeed, peer)(feed('1'));
    await expect(sent).rejects.toThrow(Unavailable);
    await expect(sent).rejects.toThrow(message);
    expect(events).toMatchObject([{ outcome: 8 }]);
  });

  it('gives Unavailable when nobody listens', async () => {
    const { peer, server } = await aPeer(() => undefined);
    server.close();
    await once(server, 'close');
    const { client } = aClient();
    await expect(client.connect(patientIdentityFeed, peer)(feed('1'))).rejects.toThrow(/cannot be reached/);
  });

  it.each([
    ['is not HL7 v2', 'hello'],
    ['has no MSA', 'MSH|^~\\&|'],
  ])('gives MllpFault for an answer that %s', async (_, text) => {
    const { peer } = await aPeer((socket) => socket.on('data', () => socket.write(frameOf(Buffer.from(text)))));
    const { client } = aClient();
    await expect(client.connect(patientIdentityFeed, peer)(feed('1'))).rejects.toThrow(MllpFault);
  });

  it('gives up the connection after a timeout, so that a late answer is not taken for the next', async () => {
    const { peer } = await aPeer((socket, connection) =>
      socket.on('data', () => setTimeout(() => socket.write(ack(String(connection))), connection === 1 ? 80 : 0)),
    );
    const { client } = aClient({ answerMs: 40 });
    const call = client.connect(patientIdentityFeed, peer);
    await expect(call(feed('1'))).rejects.toThrow(/did not answer/);
    expect((await call(feed('2'))).acknowledges).toBe('2');
  });

  it('stops waiting when the caller does', async () => {
    const { peer } = await aPeer(() => undefined);
    const { client } = aClient();
    const stop = new AbortController();
    const sent = client.connect(patientIdentityFeed, peer)(feed('1'), { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await expect(sent).rejects.toThrow('enough');
  });

  it.each(['http://a:1', 'mllp://host', 'host:2575'])('refuses the address %s', (peer) => {
    const { client } = aClient();
    expect(() => client.connect(patientIdentityFeed, peer)).toThrow(/is not an MLLP address/);
  });
});

describe('interoperation with @medplum/hl7', async () => {
  const { Hl7Client, Hl7Server } = await import('@medplum/hl7');
  const require = createRequire(createRequire(import.meta.url).resolve('@medplum/hl7'));
  const { Hl7Message } = require('@medplum/core') as typeof import('@medplum/core');

  it('its client gets our answer', async () => {
    const { listener, handled } = await aListener();
    const theirs = new Hl7Client({ host: '127.0.0.1', port: listener.port });
    undo.push(() => theirs.close());
    const answer = await theirs.sendAndWait(Hl7Message.parse(wire('M7').toString()));
    expect(answer.getSegment('MSA')?.getField(1)?.toString()).toBe('AA');
    expect(answer.getSegment('MSA')?.getField(2)?.toString()).toBe('M7');
    expect(handled[0]?.patient.names).toEqual([{ family: 'DOE', given: 'JANE' }]);
  });

  it('our client gets its answer', async () => {
    const received: string[] = [];
    const theirs = new Hl7Server((connection) =>
      connection.addEventListener('message', ({ message }: Hl7MessageEvent) => {
        received.push(message.getSegment('PID')?.getField(5)?.toString() ?? '');
        connection.send(message.buildAck());
      }),
    );
    theirs.start(0);
    undo.push(() => theirs.stop());
    await expect.poll(() => theirs.server?.listening).toBe(true);
    const { port } = theirs.server!.address() as { port: number };
    const { client } = aClient();
    const answer = await client.connect(patientIdentityFeed, `mllp://127.0.0.1:${port}`)(feed('M8'));
    expect(answer).toMatchObject({ code: 'AA', acknowledges: 'M8' });
    expect(received).toEqual(['MÜLLER^JANE']);
  });
});
