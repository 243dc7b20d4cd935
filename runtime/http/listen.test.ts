import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { type Note, noteTransaction } from '../../test/support/soap-exchange.ts';
import { createLogger } from '../log.ts';
import { createSoapClient } from '../soap/client.ts';
import { createSoapEndpoint } from '../soap/endpoint.ts';
import type { Handler } from '../soap/endpoint-types.ts';
import { httpTransport, openHttpConnections } from '../soap/http-transport.ts';
import { type HttpListenerOptions, listenHttp } from './listen.ts';

const log = createLogger({ level: 'silent' });
const simple = noteTransaction('simple');

function endpointOf(handler: Handler<Note, Note> = async () => ({ text: 'fine' })) {
  return createSoapEndpoint({ log, audit: () => {} }).serve(simple, handler);
}
const listen = (options: Partial<HttpListenerOptions> = {}) =>
  listenHttp({ host: '127.0.0.1', port: 0, soap: new Map([['/soap', endpointOf()]]), log, ...options });

/** What the raw bytes are answered with until the connection ends. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('error', () => undefined).on('close', () => resolve(answer));
  });
}

describe('an HTTP listener', () => {
  it('answers what is not there, or not so, with a problem', async () => {
    await using listener = await listen({ limits: { bodyBytes: 10 } });
    const cases = [
      { path: '/nowhere', method: 'GET', status: 404, detail: 'Nothing is served at /nowhere.' },
      { path: '/soap/below', method: 'POST', status: 404, detail: 'Nothing is served at /soap/below.' },
      {
        path: '/soap',
        method: 'GET',
        status: 405,
        detail: 'This is a SOAP endpoint: messages are POSTed to it; GET with ?wsdl describes it.',
      },
      {
        path: '/soap?xsd=other.xsd',
        method: 'GET',
        status: 404,
        detail: 'There is no ?xsd=other.xsd here; ?wsdl is, and names the schemas there are.',
      },
      {
        path: '/soap',
        method: 'POST',
        body: 'x'.repeat(11),
        status: 413,
        detail: 'A message may have 10 octets here.',
      },
    ] as const;
    for (const { path: where, method, status, detail, ...more } of cases) {
      const answer = await request(listener.url + where, { method, ...more });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(await answer.body.json()).toMatchObject({ status, detail });
      if (status === 405) expect(answer.headers.allow).toBe('GET, HEAD, POST');
    }
    const unsupported = await request(`${listener.url}/soap`, { method: 'POST', body: '{}' });
    expect(unsupported.statusCode).toBe(415);
    await unsupported.body.dump();
  });

  it('serves plain routes at their path and below, the longest first', async () => {
    const answer = (text: string) => (_: unknown, response: { end(text: string): unknown }) => void response.end(text);
    const routes = new Map([
      ['/a', answer('a')],
      ['/a/b', answer('a/b')],
    ]);
    await using listener = await listen({ routes });
    const get = async (where: string) => (await request(listener.url + where)).body.text();
    expect(await Promise.all(['/a', '/a/x?y', '/a/b', '/a/b/c'].map(get))).toEqual(['a', 'a', 'a/b', 'a/b']);
    expect((await request(`${listener.url}/ab`)).statusCode).toBe(404);
    routes.set('/late', answer('late'));
    expect(await get('/late')).toBe('late');
  });

  it('answers a route that fails with a problem that does not tell why', async () => {
    const routes = new Map([['/bad', () => Promise.reject(new Error('secret'))]]);
    await using listener = await listen({ routes });
    const answer = await request(`${listener.url}/bad`);
    expect(answer.statusCode).toBe(500);
    expect(await answer.body.text()).not.toContain('secret');
  });

  it('picks a free port, and says which port is taken and what to do', async () => {
    await using listener = await listen();
    expect(listener.port).toBeGreaterThan(0);
    expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
    await expect(listen({ port: listener.port })).rejects.toThrow(
      `Port ${listener.port} on 127.0.0.1 is in use by another program: stop that one, or configure another port`,
    );
  });

  it('refuses headers that are too large', async () => {
    await using listener = await listen({ limits: { headerBytes: 1000 } });
    const answer = await raw(listener.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(2000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('cuts off a peer that goes silent, in its headers or in its message', async () => {
    await using listener = await listen({ limits: { idleMs: 100, headersMs: 100 } });
    expect(await raw(listener.port, 'POST /soap HTTP/1.1\r\n')).toMatch(/^(HTTP\/1\.1 408 |$)/);
    const head = 'POST /soap HTTP/1.1\r\nHost: x\r\nContent-Type: application/soap+xml\r\nContent-Length: 100\r\n\r\n';
    expect(await raw(listener.port, `${head}<half`)).toBe('');
  });

  it('gives the time a handler takes to nobody else', async () => {
    const endpoint = endpointOf(async () => {
      await sleep(300);
      return { text: 'late' };
    });
    await using listener = await listen({ soap: new Map([['/soap', endpoint]]), limits: { idleMs: 50 } });
    const connections = openHttpConnections();
    const call = createSoapClient({ log, audit: () => {} }).connect(
      simple,
      httpTransport(`${listener.url}/soap`, connections),
    );
    expect((await call({ text: 'hello' })).text).toBe('late');
    await connections.close();
  });

  it('reads on after a refusal up to a limit, then closes', async () => {
    await using listener = await listen({ limits: { drain: { bytes: 1000, milliseconds: 5000 } } });
    const head = 'POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: ';
    const small = raw(listener.port, `${head}500\r\nConnection: close\r\n\r\n${'x'.repeat(500)}`);
    expect(await small).toMatch(/^HTTP\/1\.1 404 /);
    const large = await raw(listener.port, `${head}5000000\r\n\r\n${'x'.repeat(1_000_000)}`);
    expect(large).toMatch(/^(HTTP\/1\.1 404 |$)/);
  });

  it('stops gracefully: no new connections, running requests finish', async () => {
    const gate = { open: () => {}, started: () => {} };
    const opened = new Promise<void>((resolve) => {
      gate.open = resolve;
    });
    const started = new Promise<void>((resolve) => {
      gate.started = resolve;
    });
    const endpoint = endpointOf(async () => {
      gate.started();
      await opened;
      return { text: 'finished' };
    });
    const listener = await listen({ soap: new Map([['/soap', endpoint]]) });
    const connections = openHttpConnections();
    const call = createSoapClient({ log, audit: () => {} }).connect(
      simple,
      httpTransport(`${listener.url}/soap`, connections),
    );
    const running = call({ text: 'hello' });
    await started;
    const stopped = listener.close(300_000);
    await expect(call({ text: 'hello again' })).rejects.toThrow(/does not answer/);
    gate.open();
    expect((await running).text).toBe('finished');
    await stopped;
    await connections.close();
  });

  it('stops in the end: a request that does not finish in the grace time is cut off', async () => {
    let aborted = false;
    const endpoint = endpointOf((_, { signal }) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => {});
    });
    const listener = await listen({ soap: new Map([['/soap', endpoint]]) });
    const connections = openHttpConnections();
    const call = createSoapClient({ log, audit: () => {} }).connect(
      simple,
      httpTransport(`${listener.url}/soap`, connections),
    );
    const answer = call({ text: 'hello' }).catch((error: unknown) => error);
    await sleep(100);
    await listener.close(50);
    expect(await answer).toMatchObject({ name: 'Unavailable' });
    expect(aborted).toBe(true);
    await connections.close();
  });
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasOpenssl())('[ITI TF-2 3.19] TLS', () => {
  /** A self-signed certificate of one name: its own authority. */
  function certificate(name: string): { cert: Buffer; key: Buffer } {
    const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
    try {
      const [cert, key] = [path.join(folder, 'cert'), path.join(folder, 'key')];
      const subject = ['-subj', `/O=Test/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
      const form = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
      execFileSync('openssl', ['req', ...form, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
      return { cert: readFileSync(cert), key: readFileSync(key) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('lets in who shows a trusted certificate, and tells the handler whose it is', async () => {
    const [server, known, stranger] = [certificate('server'), certificate('known'), certificate('stranger')];
    const subjects: unknown[] = [];
    const endpoint = endpointOf(async (_, { caller }) => {
      subjects.push(caller.certificateSubject);
      return { text: 'secret' };
    });
    const tls = { ...server, ca: known.cert, requireClientCertificate: true };
    await using listener = await listen({ tls, soap: new Map([['/soap', endpoint]]) });
    expect(listener.url).toMatch(/^https:/);
    const callWith = async (mine: { cert?: Buffer; key?: Buffer }) => {
      const connections = openHttpConnections({ tls: { ...mine, ca: server.cert } });
      const client = createSoapClient({ log, audit: () => {} });
      const transport = httpTransport(`${listener.url}/soap`, connections);
      return client
        .connect(
          simple,
          transport,
        )({ text: 'hello' })
        .finally(() => connections.close());
    };
    expect((await callWith(known)).text).toBe('secret');
    await expect(callWith(stranger)).rejects.toThrow(/does not answer/);
    await expect(callWith({})).rejects.toThrow(/does not answer/);
    expect(subjects).toEqual(['CN=known, O=Test']);
  });
});
