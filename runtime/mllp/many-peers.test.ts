import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { feedMessage, feedWire, mllpEnds } from '../../test/support/mllp.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { frameOf } from './frame.ts';

const { aListener, aClient, aSocket } = mllpEnds();
const ids = (count: number, prefix = 'M') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
const accepted = (id: string) => `AA ${id}`;

describe('[ITI TF-2 C.2.1] many messages', () => {
  it('two hundred on one connection, sent at once, are answered in order', async () => {
    const { listener, handled } = await aListener({
      handler: ({ header }) => sleep(header.controlId.endsWith('7') ? 2 : 0),
    });
    const { socket, answers, closed } = await aSocket(listener.port);
    socket.end(Buffer.concat(ids(200).map((id) => frameOf(feedWire(id)))));
    await closed;
    expect(answers()).toEqual(ids(200).map(accepted));
    expect(handled.map(({ header }) => header.controlId)).toEqual(ids(200));
  });

  it('two hundred calls of one client are each given their own answer', async () => {
    const { listener, handled } = await aListener();
    const { client, events } = aClient();
    const call = client.connect(patientIdentityFeed, listener.url);
    const answers = await Promise.all(ids(200).map((id) => call(feedMessage(id))));
    expect(answers.map(({ acknowledges }) => acknowledges)).toEqual(ids(200));
    expect(handled).toHaveLength(200);
    expect(events).toHaveLength(200);
  });

  it('eight connections are served side by side, each in its order', async () => {
    let waiting = 0;
    let all = () => undefined as unknown;
    const together = new Promise((resolve) => (all = () => resolve(0)));
    const { listener } = await aListener({
      // Nobody is answered before a message of every connection is being answered.
      handler: () => (++waiting === 8 ? all() : together),
    });
    const connections = await Promise.all(ids(8).map(() => aSocket(listener.port)));
    for (const [n, { socket }] of connections.entries())
      socket.end(Buffer.concat(ids(20, `C${n}-`).map((id) => frameOf(feedWire(id)))));
    await Promise.all(connections.map(({ closed }) => closed));
    for (const [n, { answers }] of connections.entries()) expect(answers()).toEqual(ids(20, `C${n}-`).map(accepted));
  });
});

describe('[ITI TF-2 C.2.1] peers that misbehave', () => {
  it('garbage in a frame is refused and the connection stays good', async () => {
    const { listener, handled } = await aListener();
    const { socket, answers, closed } = await aSocket(listener.port);
    const garbage = [Buffer.from('hello'), Buffer.from([0xff, 0xfe, 0x00, 0x80]), Buffer.alloc(0)].map(frameOf);
    socket.end(Buffer.concat([...garbage, frameOf(feedWire('M1'))]));
    await closed;
    expect(answers()).toEqual(['AR', 'AR', 'AR', 'AA M1']);
    expect(handled).toHaveLength(1);
  });

  it('a message over the limit ends its connection, not the listener', async () => {
    const { listener, handled } = await aListener({ limits: { messageBytes: 500 } });
    const large = await aSocket(listener.port);
    large.socket.write(Buffer.concat([frameOf(feedWire('M1')), frameOf(Buffer.alloc(10_000, 0x41))]));
    await large.closed;
    expect(large.answers()).toEqual(['AA M1']);
    const next = await aSocket(listener.port);
    next.socket.end(frameOf(feedWire('M2')));
    await next.closed;
    expect(next.answers()).toEqual(['AA M2']);
    expect(handled).toHaveLength(2);
  });

  it('peers that reset the connection anywhere in a frame leave nothing behind', async () => {
    const { listener, handled } = await aListener();
    const frame = frameOf(feedWire('M1'));
    for (let cut = 0; cut < frame.length; cut += 9) {
      const { socket, closed } = await aSocket(listener.port);
      socket.write(frame.subarray(0, cut), () => socket.resetAndDestroy());
      await closed;
    }
    const { socket, answers, closed } = await aSocket(listener.port);
    socket.end(frameOf(feedWire('M2')));
    await closed;
    expect(answers()).toEqual(['AA M2']);
    expect(handled).toHaveLength(1);
  });

  it('a peer that resets before its answer is told to the handler, and the listener still stops', async () => {
    const seen: AbortSignal[] = [];
    let release = () => undefined as unknown;
    const { listener, events } = await aListener({
      handler: (_, signal) => {
        seen.push(signal);
        return new Promise((resolve) => (release = () => resolve(0)));
      },
    });
    const { socket } = await aSocket(listener.port);
    socket.write(frameOf(feedWire('M1')));
    await expect.poll(() => seen.length).toBe(1);
    socket.resetAndDestroy();
    await expect.poll(() => seen[0]?.aborted).toBe(true);
    release();
    await listener.close();
    expect(events).toHaveLength(1);
  });

  it('a peer that half-closes, then resets, does no harm', async () => {
    const { listener } = await aListener({ handler: () => sleep(2) });
    for (const pause of [0, 1, 2, 3, 4]) {
      const { socket, closed } = await aSocket(listener.port);
      socket.end(Buffer.concat(ids(5).map((id) => frameOf(feedWire(id)))));
      await sleep(pause);
      socket.resetAndDestroy();
      await closed;
    }
    const { client } = aClient();
    expect((await client.connect(patientIdentityFeed, listener.url)(feedMessage('M9'))).code).toBe('AA');
  });
});
