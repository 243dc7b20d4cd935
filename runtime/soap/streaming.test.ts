import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  type Note,
  noteTransaction,
  openBench,
  rawEnvelope,
  textPart,
  ways,
} from '../../test/support/soap-exchange.ts';
import { bytesOf } from '../../test/support/soap-packages.ts';
import { Unavailable } from '../unavailable.ts';
import type { Handler } from './endpoint-types.ts';
import { SoapFault } from './fault.ts';
import { httpTransport, openHttpConnections } from './http-transport.ts';
import type { Part } from './transaction.ts';

const simple = noteTransaction('simple');
const mtom = noteTransaction('mtom');
const chunk = Buffer.alloc(64 << 10, 'x');

/** A source that counts what it gave and notes that it was closed. */
function counted(chunks: number, error?: Error) {
  const seen = { given: 0, closed: false };
  async function* content() {
    try {
      for (; seen.given < chunks; seen.given += 1) yield chunk;
      if (error !== undefined) throw error;
    } finally {
      seen.closed = true;
    }
  }
  const part: Part = { contentId: 'a@x', contentType: 'text/plain', content: content() };
  return { seen, part };
}

/** Waits until something holds; it must within five seconds. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i += 1) await sleep(10);
  expect(holds()).toBe(true);
}

const readAll: Handler<Note, Note> = async ({ files = [] }) => {
  let size = 0;
  for await (const { content } of files) for await (const bytes of content) size += bytes.length;
  return { text: `got ${size}` };
};
/** Sockets and streams on both sides hold some megabytes at most. */
const bound = 16 << 20;

describe.each(ways)('streams of an exchange (%s)', (way) => {
  it('a slow handler slows the sender down', async () => {
    const { seen, part } = counted(4096);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await using b = await openBench(way, (endpoint) =>
      endpoint.serve(mtom, async ({ files = [] }) => {
        let size = 0;
        for await (const { content } of files) {
          for await (const bytes of content) {
            if (size === 0) await released;
            size += bytes.length;
          }
        }
        return { text: `got ${size}` };
      }),
    );
    const answer = b.client.connect(mtom, b.transport)({ text: 'hello', files: [part] });
    await sleep(300);
    expect(seen.given * chunk.length).toBeLessThan(bound);
    release();
    expect((await answer).text).toBe(`got ${4096 * chunk.length}`);
  });

  it('a slow reader slows the handler down, and the end is audited before it is told', async () => {
    const { seen, part } = counted(4096);
    await using b = await openBench(way, (endpoint) =>
      endpoint.serve(mtom, async () => ({ text: 'here', files: [part] })),
    );
    const { files } = await b.client.connect(mtom, b.transport)({ text: 'hello' });
    for await (const { content } of files!) {
      let size = 0;
      for await (const bytes of content) {
        if (size === 0) await sleep(300);
        if (size === 0) expect(seen.given * chunk.length).toBeLessThan(bound);
        size += bytes.length;
      }
      expect(size).toBe(4096 * chunk.length);
    }
    expect(b.audited).toContain('responder: hello -> answer here');
  });

  it('an abandoned answer closes its sources, and is audited as broken', async () => {
    const { seen, part } = counted(100_000);
    await using b = await openBench(way, (endpoint) =>
      endpoint.serve(mtom, async () => ({ text: 'here', files: [part] })),
    );
    const { files } = await b.client.connect(mtom, b.transport)({ text: 'hello' });
    for await (const { content } of files!) {
      await content[Symbol.asyncIterator]().next();
      break;
    }
    await until(() => seen.closed && b.audited.some((line) => line.startsWith('responder')));
    expect(seen.given * chunk.length).toBeLessThan(bound);
    expect(b.audited).toContain('responder: hello -> fault PeerGone');
  });

  it('a document that cannot be read on fails the call with its own error, and the handler sees a cut', async () => {
    const { part } = counted(3, new Error('the disk is gone'));
    const failures: unknown[] = [];
    await using b = await openBench(way, (endpoint) =>
      endpoint.serve(mtom, (request, call) =>
        readAll(request, call).catch((error: unknown) => {
          failures.push(error);
          throw error;
        }),
      ),
    );
    const call = b.client.connect(mtom, b.transport)({ text: 'hello', files: [part] });
    await expect(call).rejects.toThrow('the disk is gone');
    await until(() => failures.length > 0);
    expect(failures).toEqual([expect.any(SoapFault)]);
    await until(() => b.audited.length === 2);
    expect(b.audited.find((line) => line.startsWith('responder'))).toMatch(/hello -> fault/);
  });

  it('an answer that breaks off is Unavailable to its reader, never a short document', async () => {
    const { part } = counted(10, new Error('the disk is gone'));
    await using b = await openBench(way, (endpoint) =>
      endpoint.serve(mtom, async () => ({ text: 'here', files: [part, textPart('b@x', 'more')] })),
    );
    const { files } = await b.client.connect(mtom, b.transport)({ text: 'hello' });
    const reading = (async () => {
      for await (const { content } of files!) await bytesOf(content);
    })();
    await expect(reading).rejects.toBeInstanceOf(Unavailable);
    await until(() => b.audited.includes('responder: hello -> fault Error'));
    expect(b.logged).toContainEqual(expect.objectContaining({ msg: 'the answer broke off after it had begun' }));
  });

  it('a long text is sent while it is made, and fails late only when it must', async () => {
    async function* pieces(error?: Error) {
      yield '<Response>';
      for (let i = 0; i < 50_000; i += 1) yield 'some text ';
      if (error !== undefined) throw error;
      yield '</Response>';
    }
    const answers = [pieces(), pieces(new Error('row lost'))];
    await using b = await openBench(way, (endpoint) =>
      endpoint.serve(simple, async () => ({ text: 'long', pieces: answers.shift()! })),
    );
    const call = b.client.connect(simple, b.transport);
    expect((await call({ text: 'hello' })).text).toHaveLength(500_000);
    await expect(call({ text: 'hello' })).rejects.toBeInstanceOf(Unavailable);
    await until(() => b.audited.includes('responder: hello -> fault Error'));
  });

  it('a refused request is answered though its documents have not been read', async () => {
    const { seen, part } = counted(1600);
    await using b = await openBench(way, (endpoint) => endpoint.serve(mtom, readAll));
    const answer = await b.client.connect(mtom, b.transport)({ text: 'SHOUTING', files: [part] });
    expect(answer.text).toBe('refused');
    await until(() => seen.closed || seen.given === 0);
  });

  it('an aborted call ends, and the handler is told', async () => {
    let told = false;
    await using b = await openBench(way, (endpoint) =>
      endpoint.serve(simple, (_, { signal }) => {
        signal.addEventListener('abort', () => {
          told = true;
        });
        return new Promise(() => {});
      }),
    );
    const abort = new AbortController();
    const call = b.client.connect(simple, b.transport)({ text: 'hello' }, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await expect(call).rejects.toThrow();
    await until(() => told);
    await until(() => b.audited.includes('responder: hello -> fault PeerGone'));
  });

  it('an upload that moves is not cut off by the deadline', async () => {
    async function* slow() {
      for (let i = 0; i < 10; i += 1) {
        await sleep(40);
        yield chunk;
      }
    }
    const part: Part = { contentId: 'a@x', contentType: 'text/plain', content: slow() };
    await using b = await openBench(way, (endpoint) => endpoint.serve(mtom, readAll), { deadlineMs: 200 });
    const { text } = await b.client.connect(mtom, b.transport)({ text: 'hello', files: [part] });
    expect(text).toBe(`got ${10 * chunk.length}`);
  });
});

describe('a peer that vanishes', () => {
  const envelope = rawEnvelope({ action: '<a:Action>urn:test:mtom</a:Action>' });
  const head =
    'POST /soap HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: multipart/related; boundary=b\r\n\r\n';
  const start = `--b\r\nContent-Type: application/xop+xml\r\n\r\n${envelope}\r\n--b\r\nContent-ID: <a>\r\n\r\nhalf of it`;
  const asChunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

  it('half way through its request: the handler sees the cut and the abort, and nothing is left', async () => {
    const seen: unknown[] = [];
    let aborted = false;
    await using b = await openBench('socket', (endpoint) =>
      endpoint.serve(mtom, (request, call) => {
        call.signal.addEventListener('abort', () => {
          aborted = true;
        });
        return readAll(request, call).catch((error: unknown) => {
          seen.push(error);
          throw error;
        });
      }),
    );
    const socket = connect(Number(new URL(b.url).port), '127.0.0.1');
    socket.write(head + asChunk(start));
    await sleep(100);
    socket.destroy();
    await until(() => seen.length > 0 && b.audited.length > 0);
    expect(seen).toEqual([expect.any(SoapFault)]);
    expect(aborted).toBe(true);
    expect(b.audited[0]).toMatch(/^responder: hello -> fault/);
  });

  it('that ends the HTTP body in the middle of the package gets a fault', async () => {
    await using b = await openBench('socket', (endpoint) => endpoint.serve(mtom, readAll));
    const socket = connect(Number(new URL(b.url).port), '127.0.0.1');
    socket.write(`${head}${asChunk(start)}0\r\n\r\n`);
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 .*closing boundary/s);
    socket.destroy();
  });

  it('that never reads the answer it was given loses it, so that the handler is freed', async () => {
    const { seen, part } = counted(100_000);
    await using b = await openBench('socket', (endpoint) =>
      endpoint.serve(mtom, async () => ({ text: 'here', files: [part] })),
    );
    const connections = openHttpConnections({ idleMs: 100 });
    const { files } = await b.client.connect(mtom, httpTransport(b.url, connections))({ text: 'hello' });
    await until(() => seen.closed);
    const late = (async () => {
      for await (const { content } of files!) await bytesOf(content);
    })();
    await expect(late).rejects.toThrow(/was not read for 0\.1 s/);
    await connections.close();
  });
});
