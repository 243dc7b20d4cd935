import { describe, expect, it } from 'vitest';
import { connectTo, readAtLeast, write } from '../../test/support/raw-http.ts';
import { createLogger } from '../log.ts';
import type { WireEndpoint } from '../soap/endpoint-types.ts';
import { listenHttp } from './listen.ts';

const log = createLogger({ level: 'silent' });
const handle = () => Promise.reject(new Error('no message is expected'));
const described: WireEndpoint = {
  handle,
  describe: (query, address) =>
    query === 'wsdl' ? { contentType: 'text/xml; charset=UTF-8', text: `<é at="${address}"/>` } : undefined,
};

describe('a GET of a SOAP endpoint', () => {
  const listen = (publicUrl?: string) =>
    listenHttp({
      host: '127.0.0.1',
      port: 0,
      soap: new Map([
        ['/described', described],
        ['/plain', { handle }],
      ]),
      log,
      ...(publicUrl === undefined ? {} : { publicUrl }),
    });

  const raw = async (port: number, request: string) => {
    const socket = await connectTo(`http://127.0.0.1:${port}`);
    await write(socket, Buffer.from(`${request}Connection: close\r\n\r\n`));
    return (await readAtLeast(socket, Number.POSITIVE_INFINITY)).toString();
  };

  it('gives the document, at the address the caller used', async () => {
    await using listener = await listen();
    const { port } = listener;
    for (const host of ['registry.example:8080', 'localhost', '[::1]:99']) {
      const answer = await raw(port, `GET /described?wsdl HTTP/1.1\r\nHost: ${host}\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toContain(`<é at="http://${host}/described"/>`);
      const text = answer.slice(answer.indexOf('<é'));
      expect(answer).toContain(`content-length: ${Buffer.byteLength(text)}\r\n`);
    }
  });

  it('takes nothing for an address that is none, and nobody’s word where the operator has given one', async () => {
    await using listener = await listen();
    const odd = await raw(listener.port, 'GET /described?wsdl HTTP/1.1\r\nHost: "><x\r\n');
    expect(odd).toContain(`<é at="${listener.url}/described"/>`);
    await using fixed = await listen('https://registry.example');
    const answer = await raw(fixed.port, 'GET /described?wsdl HTTP/1.1\r\nHost: evil.example\r\n');
    expect(answer).toContain('<é at="https://registry.example/described"/>');
  });

  it('answers HEAD without the document, and refuses what is not there or not described', async () => {
    await using listener = await listen();
    const ask = async (path: string, method = 'GET') => {
      const answer = await fetch(listener.url + path, { method });
      return [answer.status, answer.headers.get('allow'), (await answer.text()).slice(0, 1)];
    };
    expect(await ask('/described?wsdl', 'HEAD')).toEqual([200, null, '']);
    expect(await ask('/described?other')).toEqual([404, null, '{']);
    expect(await ask('/described')).toEqual([405, 'GET, HEAD, POST', '{']);
    expect(await ask('/described?wsdl', 'DELETE')).toEqual([405, 'GET, HEAD, POST', '{']);
    expect(await ask('/plain?wsdl')).toEqual([405, 'POST', '{']);
  });
});
