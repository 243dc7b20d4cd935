import { describe, expect, it } from 'vitest';
import { bytesOf, chunksOf, readWhole } from '../../test/support/soap-packages.ts';
import { lends } from '../lent-chunks.ts';
import { parseMediaType } from './mime.ts';
import { writeMtom } from './mtom-write.ts';
import type { Part } from './transaction.ts';

const part = (contentId: string, content: AsyncIterable<Uint8Array>, contentType = 'text/plain'): Part => ({
  contentId,
  contentType,
  content,
});
const root = () => chunksOf(Buffer.from('<e/>'));

/** A source that notes when it is opened and closed, in a shared log. */
async function* logged(log: string[], name: string, chunks: readonly string[], error?: Error) {
  log.push(`open ${name}`);
  try {
    for (const chunk of chunks) yield Buffer.from(chunk);
    if (error !== undefined) throw error;
  } finally {
    log.push(`close ${name}`);
  }
}

describe('[ITI TF-2 V.8] a written package', () => {
  it('is announced as RFC 2387 and XOP 1.0 want it', async () => {
    const { contentType, body } = writeMtom({ root: root(), parts: [] });
    const { type, parameters } = parseMediaType(contentType)!;
    expect(type).toBe('multipart/related');
    expect([...parameters.keys()]).toEqual(['type', 'start', 'start-info', 'boundary']);
    expect(parameters.get('type')).toBe('application/xop+xml');
    expect(parameters.get('start-info')).toBe('application/soap+xml');
    const boundary = parameters.get('boundary');
    expect((await bytesOf(body)).toString()).toBe(
      `--${boundary}\r\nContent-Type: application/xop+xml; charset="UTF-8"; type="application/soap+xml"\r\n` +
        `Content-Transfer-Encoding: binary\r\nContent-ID: ${parameters.get('start')}\r\n\r\n<e/>\r\n--${boundary}--\r\n`,
    );
  });

  it('is read back octet for octet', async () => {
    const big = Buffer.alloc(300_000, '\r\n--part-');
    const parts = [
      part('a@x', chunksOf(Buffer.from('x'), Buffer.from('y'))),
      part('b@x', chunksOf()),
      part('c@x', chunksOf(big), 'application/dicom'),
    ];
    const { contentType, body } = writeMtom({ root: root(), parts });
    expect(await readWhole(contentType, body)).toEqual({
      root: '<e/>',
      parts: [
        { contentId: 'a@x', contentType: 'text/plain', content: 'xy' },
        { contentId: 'b@x', contentType: 'text/plain', content: '' },
        { contentId: 'c@x', contentType: 'application/dicom', content: big.toString() },
      ],
    });
  });

  it('has a boundary of its own each time', () => {
    const contentTypes = Array.from({ length: 50 }, () => writeMtom({ root: root(), parts: [] }).contentType);
    expect(new Set(contentTypes).size).toBe(50);
  });

  it('passes large chunks on without copying and makes a small part one chunk', async () => {
    const big = Buffer.alloc(100_000);
    const { body } = writeMtom({
      root: root(),
      parts: [part('a', chunksOf(big, big)), part('b', chunksOf(Buffer.from('x')))],
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk === big)).toEqual([false, false, true, true, false, false]);
  });

  it('opens each source when its turn comes and closes it before the next', async () => {
    const log: string[] = [];
    const parts = ['a', 'b'].map((name) => part(name, logged(log, name, ['1', '2'])));
    const { body } = writeMtom({ root: root(), parts, beforeEnd: async () => void log.push('end') });
    const chunks = body[Symbol.asyncIterator]();
    await chunks.next();
    expect(log).toEqual([]);
    await bytesOf({ [Symbol.asyncIterator]: () => chunks });
    expect(log).toEqual(['open a', 'close a', 'open b', 'close b', 'end']);
  });

  it('has no closing boundary when a source fails', async () => {
    const log: string[] = [];
    const parts = [part('a', logged(log, 'a', ['1', '2'], new Error('unreadable'))), part('b', logged(log, 'b', []))];
    const { contentType, body } = writeMtom({ root: root(), parts, beforeEnd: async () => void log.push('end') });
    const sent: Uint8Array[] = [];
    await expect(
      (async () => {
        for await (const chunk of body) sent.push(chunk);
      })(),
    ).rejects.toThrow('unreadable');
    expect(log).toEqual(['open a', 'close a']);
    await expect(readWhole(contentType, chunksOf(...sent))).rejects.toThrow(/closing boundary/);
  });

  it('has no closing boundary when what must come before it fails', async () => {
    const { contentType, body } = writeMtom({
      root: root(),
      parts: [],
      beforeEnd: () => Promise.reject(new Error('no')),
    });
    const chunks = body[Symbol.asyncIterator]();
    const first = await chunks.next();
    await expect(chunks.next()).rejects.toThrow('no');
    await expect(readWhole(contentType, chunksOf(first.value!))).rejects.toThrow(/closing boundary/);
  });

  it('lends what a part lends, and keeps what it gives to a reader that does not borrow', async () => {
    const memory = Buffer.alloc(64 << 10);
    const filled = (letter: string) => memory.fill(letter);
    const lending = {
      async *[Symbol.asyncIterator]() {
        for (const letter of 'xy') yield Buffer.from(filled(letter));
      },
      async *lend() {
        for (const letter of 'xy') yield filled(letter);
      },
    };
    const written = () => writeMtom({ root: root(), parts: [part('a', lending)] }).body;
    const kept = await bytesOf(written());
    const body = written();
    if (!lends(body)) throw new Error('the package does not lend');
    const lent: Buffer[] = [];
    let borrowed = 0;
    for await (const chunk of { [Symbol.asyncIterator]: () => body.lend() }) {
      if (chunk === memory) borrowed++;
      lent.push(Buffer.from(chunk));
    }
    expect(borrowed).toBe(2);
    const content = (bytes: Buffer) => /x+y+/.exec(bytes.toString())![0];
    expect(content(Buffer.concat(lent))).toBe('x'.repeat(64 << 10) + 'y'.repeat(64 << 10));
    expect(content(kept) === content(Buffer.concat(lent))).toBe(true);
    expect(lends(writeMtom({ root: root(), parts: [part('a', logged([], 'a', []))] }).body)).toBe(false);
  });

  it('closes the open source when its reader leaves', async () => {
    const log: string[] = [];
    const { body } = writeMtom({ root: root(), parts: [part('a', logged(log, 'a', ['1', '2']))] });
    const chunks = body[Symbol.asyncIterator]();
    await chunks.next();
    await chunks.next();
    await chunks.return?.();
    expect(log).toEqual(['open a', 'close a']);
  });

  const badHeaders: Record<string, Part> = {
    'a Content-ID with a line break': part('a\r\nX: y', root()),
    'an empty Content-ID': part('', root()),
    'a Content-ID with brackets': part('<a>', root()),
    'a content type with a line break': part('a', root(), 'text/plain\r\nX: y'),
    'an empty content type': part('a', root(), ''),
  };
  for (const [name, bad] of Object.entries(badHeaders)) {
    it(`is not begun with ${name}`, () => {
      expect(() => writeMtom({ root: root(), parts: [bad] })).toThrow(/cannot be sent/);
    });
  }
});
