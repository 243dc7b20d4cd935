import { describe, expect, it } from 'vitest';
import { noteTransaction } from '../test/support/soap-exchange.ts';
import { ActorSoap, type ActorSoapOptions } from './actor-soap.ts';
import { type HttpListener, listenHttp } from './http/listen.ts';
import { createLogger } from './log.ts';
import { openPeers } from './peers.ts';

const log = createLogger({ level: 'silent' });
const note = { ...noteTransaction('simple'), asynchronous: { repeatable: false } };

/** The SOAP side of an actor on a listener of its own. */
async function anActor(listen: Partial<ActorSoapOptions['listen']> = {}) {
  const state: { http?: HttpListener } = {};
  const served: string[] = [];
  const soap = new ActorSoap({
    listen: {
      host: '127.0.0.1',
      portBase: 0,
      securityHeader: 'fault',
      addressing: 'lenient',
      asynchronous: { replyTo: ['http://127.0.0.1:*'], attempts: 2, retrySeconds: 0.01 },
      ...listen,
    },
    log,
    audit: async () => {},
    served: (id) => served.push(id),
    url: () => state.http?.url,
  });
  return {
    soap,
    served,
    listen: async () => {
      state.http = await listenHttp({ host: '127.0.0.1', port: 0, soap: soap.paths, log });
      return state.http.url;
    },
    async [Symbol.asyncDispose]() {
      await state.http?.close(100);
      await soap.close();
    },
  };
}

describe('the SOAP side of an actor', () => {
  it('asks with answers to a path of its own listener', async () => {
    await using actor = await anActor();
    await using peers = Object.assign(openPeers({ log, audit: () => {} }), {
      [Symbol.asyncDispose]: () => peers.close(),
    });
    actor.soap.endpoint('/notes').serve(note, async ({ text }) => ({ text: `you said ${text}` }));
    const replies = actor.soap.replies('/replies');
    expect(() => replies.address).toThrow('Nothing can be asked with answers to /replies before this actor listens.');
    const url = await actor.listen();
    expect(replies.address).toBe(`${url}/replies`);
    expect((await peers.call(note, `${url}/notes`, { replies })({ text: 'hello' })).text).toBe('you said hello');
    expect((await peers.call(note, `${url}/notes`)({ text: 'hello' })).text).toBe('you said hello');
  });

  it('tells what it serves where, one thing at a path', async () => {
    await using actor = await anActor();
    const endpoint = actor.soap.endpoint('/notes');
    endpoint.serve(note, async () => ({ text: 'x' }));
    expect(actor.soap.endpoint('/notes')).toBe(endpoint);
    expect(() => actor.soap.replies('/notes')).toThrow('/notes is served already.');
    expect([actor.served, [...actor.soap.ids]]).toEqual([['ITI-18'], [['/notes', ['ITI-18']]]]);
    expect(actor.soap.serving('urn:test:simple')?.at).toBe('/notes');
    expect(actor.soap.serving('urn:other')).toBeUndefined();
  });

  it('does as the settings say', async () => {
    await using actor = await anActor({
      addressing: 'strict',
      asynchronous: { replyTo: [], attempts: 1, retrySeconds: 1 },
    });
    await using peers = Object.assign(openPeers({ log, audit: () => {} }), {
      [Symbol.asyncDispose]: () => peers.close(),
    });
    actor.soap.endpoint('/notes').serve(note, async () => ({ text: 'x' }));
    const replies = actor.soap.replies('/replies');
    const url = await actor.listen();
    await expect(peers.call(note, `${url}/notes`, { replies })({ text: 'hello' })).rejects.toMatchObject({
      subcode: 'OnlyAnonymousAddressSupported',
      message: expect.stringMatching(/listen\.asynchronous\.replyTo lists no address/),
    });
    const envelope =
      '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>' +
      '<a:Action>urn:test:simple</a:Action><a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body><x/></s:Body></s:Envelope>';
    const headers = { 'content-type': 'application/soap+xml' };
    const answer = await fetch(`${url}/notes`, { method: 'POST', headers, body: envelope });
    expect(await answer.text()).toMatch(/wsa:ReplyTo: found nothing/);
  });
});
