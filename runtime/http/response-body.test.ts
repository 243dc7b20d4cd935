import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LentChunks } from '../lent-chunks.ts';
import { createLogger } from '../log.ts';
import type { SoapEndpoint } from '../soap/endpoint-types.ts';
import { type HttpListener, listenHttp } from './listen.ts';

const chunkBytes = 1 << 20;
const chunks = 24;

/** One piece of memory, filled anew for each chunk; it notes whether it was asked for a copy instead. */
function oneBuffer(given: { copies: number; closed: number }): LentChunks {
  const memory = Buffer.alloc(chunkBytes);
  async function* lent() {
    try {
      for (let n = 1; n <= chunks; n++) yield memory.fill(n);
    } finally {
      given.closed++;
    }
  }
  return {
    lend: lent,
    async *[Symbol.asyncIterator]() {
      given.copies++;
      for await (const chunk of lent()) yield Buffer.from(chunk);
    },
  };
}

describe('an answer whose chunks are lent', () => {
  const given = { copies: 0, closed: 0 };
  let listener: HttpListener;
  beforeAll(async () => {
    const endpoint = { handle: async () => ({ status: 200, headers: {}, body: oneBuffer(given) }) };
    const soap = new Map([['/at', endpoint as unknown as SoapEndpoint]]);
    listener = await listenHttp({ host: '127.0.0.1', port: 0, soap, log: createLogger({ level: 'silent' }) });
  });
  afterAll(() => listener.close(100));
  const ask = () => fetch(`${listener.url}/at`, { method: 'POST' });

  it('arrives as it was lent, however slowly it is read, and without a copy', async () => {
    const answers = await Promise.all([ask(), ask()]);
    const wrong: number[] = [];
    await Promise.all(
      answers.map(async ({ body }, slow) => {
        let at = 0;
        for await (const piece of body!) {
          for (let i = 0; i < piece.length; i += 997) {
            if (piece[i] !== Math.floor((at + i) / chunkBytes) + 1) wrong.push(at + i);
          }
          at += piece.length;
          if (slow === 1) await sleep(1);
        }
        expect(at).toBe(chunks * chunkBytes);
      }),
    );
    expect(wrong).toEqual([]);
    expect(given).toEqual({ copies: 0, closed: 2 });
  });

  it('is left when the peer leaves', async () => {
    const before = given.closed;
    const reader = (await ask()).body!.getReader();
    await reader.read();
    await reader.cancel();
    for (let i = 0; i < 200 && given.closed === before; i++) await sleep(10);
    expect(given.closed).toBe(before + 1);
  });
});
