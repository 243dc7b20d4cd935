import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { Hl7MessageEvent } from '@medplum/hl7';
import { describe, expect, it } from 'vitest';
import { ackFrame, feedMessage, feedWire, mllpEnds } from '../../test/support/mllp.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { createLogger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { MllpFault } from './fault.ts';
import { frameOf } from './frame.ts';
import { listenMllp } from './listen.ts';

const log = createLogger({ level: 'silent' });
const { undo, aListener, aClient, aSocket, aPeer } = mllpEnds();

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
    socket.end(Buffer.concat(['1', '2', '3'].map((id) => frameOf(feedWire(id)))));
    await closed;
    expect(answers()).toEqual(['AA 1', 'AA 2', 'AA 3']);
  });

  it('reads a message that comes byte by byte', async () => {
    const { listener } = await aListener();
    const { socket, answers, closed } = await aSocket(listener.port);
    socket.setNoDelay(true);
    for (const byte of frameOf(feedWire('1'))) {
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
    socket.write(Buffer.concat([frameOf(feedWire('1')), Buffer.alloc(100, 0x41), frameOf(feedWire('2'))]));
    await closed;
    expect(answers()).toEqual(['AA 1']);
    expect(handled).toHaveLength(1);
  });

  it('handles nothing of a message that is cut off', async () => {
    const { listener, handled } = await aListener();
    const { socket, closed } = await aSocket(listener.port);
    socket.end(frameOf(feedWire('1')).subarray(0, -1));
    await closed;
    expect(handled).toEqual([]);
  });

  it.each([
    ['an idle connection', { idleMs: 30 }, Buffer.alloc(0)],
    ['a frame that does not end', { frameMs: 30 }, frameOf(feedWire('1')).subarray(0, 20)],
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
    first.socket.end(frameOf(feedWire('1')));
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
    busy.socket.write(frameOf(feedWire('1')));
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
    const answers = await Promise.all(['1', '2', '3'].map((id) => call(feedMessage(id))));
    expect(answers.map((answer) => [answer.code, answer.acknowledges])).toEqual([
      ['AA', '1'],
      ['AA', '2'],
      ['AA', '3'],
    ]);
    expect(handled.map((request) => request.patient)).toEqual(Array(3).fill(feedMessage('1').patient));
    expect(events).toMatchObject(Array(3).fill({ outcome: 0 }));
  });

  it('reaches an endpoint of the same process without a socket, with the same answer', async () => {
    const { endpoint, handled } = await aListener();
    const { client, events } = aClient();
    const answer = await client.connectLocal(patientIdentityFeed, endpoint, 'local:pix')(feedMessage('1'));
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
    await call(feedMessage('1'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await call(feedMessage('2'))).toMatchObject({ code: 'AA', acknowledges: '2' });
  });

  it('sends again on a new connection when the old one closes under the message', async () => {
    const { peer } = await aPeer((socket, connection) => {
      let messages = 0;
      socket.on('data', () => (++messages > 1 ? socket.destroy() : socket.write(ackFrame(String(connection)))));
    });
    const { client } = aClient();
    const call = client.connect(patientIdentityFeed, peer);
    expect((await call(feedMessage('1'))).acknowledges).toBe('1');
    expect((await call(feedMessage('2'))).acknowledges).toBe('2');
  });

  it.each<[string, (socket: Socket) => unknown, RegExp]>([
    ['does not answer', () => undefined, /did not answer within 300 ms/],
    ['closes without an answer', (socket) => socket.end(), /closed the connection without an answer/],
    ['closes in the middle of its answer', (socket) => socket.end(ackFrame('1').subarray(0, 20)), /in the middle/],
    ['answers with something else', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n'.repeat(5)), /not MLLP/],
    ['answers twice', (socket) => socket.write(Buffer.concat([ackFrame('1'), ackFrame('1')])), /more than one answer/],
  ])('gives Unavailable when the peer %s', async (_, serve, message) => {
    const { peer } = await aPeer((socket) => socket.once('data', () => serve(socket)));
    const { client, events } = aClient({ answerMs: 300 });
    const sent = client.connect(patientIdentityFeed, peer)(feedMessage('1'));
    await expect(sent).rejects.toThrow(Unavailable);
    await expect(sent).rejects.toThrow(message);
    expect(events).toMatchObject([{ outcome: 8 }]);
  });

  it('gives Unavailable when nobody listens', async () => {
    const { peer, server } = await aPeer(() => undefined);
    server.close();
    await once(server, 'close');
    const { client } = aClient();
    await expect(client.connect(patientIdentityFeed, peer)(feedMessage('1'))).rejects.toThrow(/cannot be reached/);
  });

  it.each([
    ['is not HL7 v2', 'hello'],
    ['has no MSA', 'MSH|^~\\&|'],
  ])('gives MllpFault for an answer that %s', async (_, text) => {
    const { peer } = await aPeer((socket) => socket.on('data', () => socket.write(frameOf(Buffer.from(text)))));
    const { client } = aClient();
    await expect(client.connect(patientIdentityFeed, peer)(feedMessage('1'))).rejects.toThrow(MllpFault);
  });

  it('gives up the connection after a timeout, so that a late answer is not taken for the next', async () => {
    const sockets: Socket[] = [];
    const { peer } = await aPeer((socket) => {
      sockets.push(socket);
      // The first message is answered when the second one comes, just before that one's own answer.
      socket.on(
        'data',
        () => sockets.length > 1 && sockets.forEach((one, n) => void one.write(ackFrame(String(n + 1)))),
      );
    });
    const { client } = aClient({ answerMs: 500 });
    const call = client.connect(patientIdentityFeed, peer);
    await expect(call(feedMessage('1'))).rejects.toThrow(/did not answer/);
    expect((await call(feedMessage('2'))).acknowledges).toBe('2');
  });

  it.each([
    ['before the connection stands', 'mllps'],
    ['before the answer', 'mllp'],
  ])('stops waiting at once when the caller does %s', async (_, scheme) => {
    // A peer that says nothing: no TLS handshake, no answer.
    const { peer } = await aPeer(() => undefined);
    const { client, events } = aClient();
    const call = client.connect(patientIdentityFeed, peer.replace('mllp', scheme));
    const sent = call(feedMessage('1'), { signal: AbortSignal.timeout(20) });
    const later = new Promise((resolve) => setTimeout(resolve, 2_000, 'still waiting'));
    expect(await Promise.race([sent.catch((error: Error) => error.name), later])).toBe('TimeoutError');
    expect(events).toMatchObject([{ outcome: 8 }]);
  });

  it('does not send the message of a caller who gave up before its turn', async () => {
    const { listener, handled } = await aListener({ handler: () => new Promise((resolve) => setTimeout(resolve, 60)) });
    const { client } = aClient();
    const call = client.connect(patientIdentityFeed, listener.url);
    const first = call(feedMessage('1'));
    await expect(call(feedMessage('2'), { signal: AbortSignal.timeout(10) })).rejects.toThrow(/timeout/);
    await first;
    expect((await call(feedMessage('3'))).acknowledges).toBe('3');
    expect(handled.map(({ header }) => header.controlId)).toEqual(['1', '3']);
  });

  it('gives MllpFault for an answer to another message, and keeps its text out of the error', async () => {
    const { peer } = await aPeer((socket) => socket.on('data', () => socket.write(ackFrame('OTHER'))));
    const { client, events } = aClient();
    const sent = client.connect(patientIdentityFeed, peer)(feedMessage('1'));
    await expect(sent).rejects.toThrow(MllpFault);
    await expect(sent).rejects.toThrow(/MSA-2/);
    expect(events).toMatchObject([{ outcome: 8 }]);
  });

  it('takes a refusal that names no message: what was sent could not be read', async () => {
    const answer = 'MSH|^~\\&|||||||ACK|1|P|2.3.1\rMSA|AR\r';
    const { peer } = await aPeer((socket) => socket.on('data', () => socket.write(frameOf(Buffer.from(answer)))));
    const { client } = aClient();
    expect((await client.connect(patientIdentityFeed, peer)(feedMessage('1'))).code).toBe('AR');
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
    undo(() => theirs.close());
    const answer = await theirs.sendAndWait(Hl7Message.parse(feedWire('M7').toString()));
    expect(answer.getSegment('MSA')?.getField(1)?.toString()).toBe('AA');
    expect(answer.getSegment('MSA')?.getField(2)?.toString()).toBe('M7');
    expect(handled[0]?.patient.names).toEqual([{ family: 'DOE', given: 'JANE' }]);
  });

  it('its client is answered in order on one connection, a refusal included', async () => {
    const { listener, handled } = await aListener();
    const theirs = new Hl7Client({ host: '127.0.0.1', port: listener.port, keepAlive: true });
    undo(() => theirs.close());
    const wires = Array.from({ length: 20 }, (_, n) => feedWire(`M${n}`).toString());
    wires[7] = feedWire('M7').toString().replace('DOE^JANE', '');
    const answers: Awaited<ReturnType<typeof theirs.sendAndWait>>[] = [];
    // Its reader expects one frame in a piece of the stream, so it asks one after the other.
    for (const text of wires) answers.push(await theirs.sendAndWait(Hl7Message.parse(text)));
    const codes = answers.map((answer) =>
      [1, 2].map((n) => answer.getSegment('MSA')?.getField(n)?.toString()).join(' '),
    );
    expect(codes).toEqual(wires.map((_, n) => `${n === 7 ? 'AE' : 'AA'} M${n}`));
    expect(answers[7]?.getSegment('ERR')?.getField(3)?.getComponent(1)).toBe('101');
    expect(handled).toHaveLength(19);
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
    undo(() => theirs.stop());
    await expect.poll(() => theirs.server?.listening).toBe(true);
    const { port } = theirs.server!.address() as { port: number };
    const { client } = aClient();
    const answer = await client.connect(patientIdentityFeed, `mllp://127.0.0.1:${port}`)(feedMessage('M8'));
    expect(answer).toMatchObject({ code: 'AA', acknowledges: 'M8' });
    expect(received).toEqual(['MÜLLER^JANE']);
  });
});
