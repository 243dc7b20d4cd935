import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../test/support/soap-packages.ts';
import type { LentChunks } from '../lent-chunks.ts';
import { beginText } from './outgoing-text.ts';
import { WholeText } from './whole-text.ts';

/** Pieces that arrive, and what was asked of them. */
function arriving(pieces: readonly string[], failure?: Error) {
  const seen = { taken: 0, closed: false };
  async function* source() {
    try {
      for (const piece of pieces) {
        seen.taken++;
        yield piece;
      }
      if (failure !== undefined) throw failure;
    } finally {
      seen.closed = true;
    }
  }
  return { seen, text: { start: '<a>', body: source(), end: '</a>' } };
}

const long = Array.from({ length: 60 }, (_, i) => `${i}${'aé\u20ac\u{1f600}'.repeat(2000)}`);

describe('an outgoing text', () => {
  it('that is short is whole, however it comes', async () => {
    for (const body of [['x', 'y'], arriving(['x', 'y']).text.body]) {
      const whole = await beginText({ start: '<a>', body, end: '</a>' });
      expect(whole).toBeInstanceOf(WholeText);
      expect((await bytesOf(whole)).toString()).toBe('<a>xy</a>');
    }
  });

  it('that is long is begun and then made as it is read, octet for octet', async () => {
    const { seen, text } = arriving(long);
    const bytes = await beginText(text);
    expect(bytes).not.toBeInstanceOf(WholeText);
    expect(seen.taken).toBeLessThan(20);
    expect((await bytesOf(bytes)).toString()).toBe(`<a>${long.join('')}</a>`);
    expect(seen).toEqual({ taken: long.length, closed: true });
  });

  it('lends one buffer, chunk by chunk', async () => {
    const { text } = arriving(long);
    const lent = (await beginText(text)) as LentChunks;
    const source = lent.lend();
    const buffers = new Set<ArrayBufferLike>();
    const copies: Buffer[] = [];
    for (let next = await source.next(); !next.done; next = await source.next()) {
      buffers.add(next.value.buffer);
      copies.push(Buffer.from(next.value));
    }
    expect(Buffer.concat(copies).toString()).toBe(`<a>${long.join('')}</a>`);
    expect(buffers.size).toBe(1);
  });

  it.each(['lend', 'keep'])(
    'closes its source when the reader leaves, even before the first chunk (%s)',
    async (way) => {
      const { seen, text } = arriving(long);
      const chunks = (await beginText(text)) as LentChunks;
      const source = way === 'lend' ? chunks.lend() : chunks[Symbol.asyncIterator]();
      await source.return?.();
      expect(seen.closed).toBe(true);
      expect(await source.next()).toEqual({ done: true, value: undefined });
    },
  );

  it('has its end only after what must come before it', async () => {
    const order: string[] = [];
    const { text } = arriving(long);
    const chunks = await beginText({ ...text, beforeEnd: async () => void order.push('told') });
    for await (const chunk of chunks) if (Buffer.from(chunk).toString().endsWith('</a>')) order.push('end');
    expect(order).toEqual(['told', 'end']);
    const failing = await beginText({ ...arriving(long).text, beforeEnd: () => Promise.reject(new Error('no')) });
    await expect(bytesOf(failing)).rejects.toThrow('no');
  });

  it('fails at once when its beginning cannot be made, and later without an end', async () => {
    const early = arriving(['x'], new Error('row lost'));
    await expect(beginText(early.text)).rejects.toThrow('row lost');
    expect(early.seen.closed).toBe(true);
    const late = await beginText(arriving(long, new Error('row lost')).text);
    await expect(bytesOf(late)).rejects.toThrow('row lost');
  });
});
