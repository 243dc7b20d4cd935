import { describe, expect, it } from 'vitest';
import { FrameReader, frameOf } from './frame.ts';

const message = (text: string) => Buffer.from(`MSH|^~\\&|A|B|C|D|||ADT^A04|${text}|P|2.3.1\rPID|||${text}\r`);
const first = message('1');
const second = message('2');
const framed = (...messages: readonly Uint8Array[]) => Buffer.concat(messages.map(frameOf));
const bytes = (text: string) => Buffer.from(text, 'latin1');
const limits = { messageBytes: 100, strayBytes: 8 };

/** Everything a reader says of a stream that arrives in these pieces, the end included. */
function readAll(pieces: readonly Uint8Array[]): { messages: string[]; error: string | undefined } {
  const reader = new FrameReader(limits);
  const messages: string[] = [];
  for (const piece of pieces) {
    const read = reader.read(piece);
    messages.push(...read.messages.map((one) => Buffer.from(one).toString('latin1')));
    if (read.error !== undefined) return { messages, error: read.error.message };
  }
  return { messages, error: reader.end()?.message };
}

const streams: Readonly<Record<string, readonly [stream: Buffer, messages: readonly Buffer[], error?: RegExp]>> = {
  'one message': [framed(first), [first]],
  'two messages in a row': [framed(first, second), [first, second]],
  'an empty message': [framed(bytes(''), first), [bytes(''), first]],
  'line ends between messages': [Buffer.concat([framed(first), bytes('\r\n\r\n'), framed(second)]), [first, second]],
  'as many stray bytes as allowed': [Buffer.concat([bytes('12345678'), framed(first)]), [first]],
  'a message as large as allowed': [framed(Buffer.alloc(100, 0x41)), [Buffer.alloc(100, 0x41)]],
  'a message one byte too large': [framed(first, Buffer.alloc(101, 0x41)), [first], /more than 100 bytes/],
  'too many stray bytes': [Buffer.concat([framed(first), bytes('123456789'), framed(second)]), [first], /8 bytes/],
  'VT inside a frame': [Buffer.concat([framed(first), bytes('\x0bMSH|'), framed(second)]), [first], /VT inside/],
  'VT at the very limit': [Buffer.concat([bytes('\x0b'), Buffer.alloc(100, 0x41), bytes('\x0b')]), [], /VT inside/],
  'FS without CR': [Buffer.concat([framed(first), bytes('\x0bMSH|\x1c\x0b')]), [first], /FS is not followed/],
  'no frame at all': [bytes('GET / HTTP/1.1\r\n\r\n'), [], /8 bytes outside/],
};

describe.each(Object.entries(streams))('[MLLP release 1] FrameReader reads %s', (_, [stream, messages, error]) => {
  const expected = {
    messages: messages.map((one) => one.toString('latin1')),
    error: error && expect.stringMatching(error),
  };

  it('in one piece', () => {
    expect(readAll([stream])).toEqual(expected);
  });

  it('byte by byte', () => {
    expect(readAll(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it('the same however it is cut in two or three', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(readAll([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(expected);
      const middle = (cut + stream.length) >> 1;
      expect(readAll([stream.subarray(0, cut), stream.subarray(cut, middle), stream.subarray(middle)])).toEqual(
        expected,
      );
    }
  });
});

describe('[MLLP release 1] FrameReader', () => {
  it('refuses every truncation inside a frame, and none between frames', () => {
    const stream = framed(first, second);
    const between = new Set([0, frameOf(first).length, stream.length]);
    for (let cut = 0; cut <= stream.length; cut++) {
      const { error } = readAll([stream.subarray(0, cut)]);
      expect(error).toBe(between.has(cut) ? undefined : 'the stream ended inside a frame');
    }
  });

  it('keeps a message that was cut apart from the memory of its pieces', () => {
    const reader = new FrameReader();
    const stream = framed(first);
    const piece = Buffer.from(stream.subarray(0, 10));
    reader.read(piece);
    piece.fill(0);
    expect(Buffer.from(reader.read(stream.subarray(10)).messages[0] ?? [])).toEqual(first);
  });

  it('reads nothing more after an error', () => {
    const reader = new FrameReader(limits);
    expect(reader.read(bytes('\x0bx\x0b')).error).toBeDefined();
    expect(reader.read(framed(first))).toEqual({ messages: [] });
    expect(reader.midFrame).toBe(false);
  });

  it('looks at each byte once: a megabyte in single bytes takes no quadratic time', () => {
    const reader = new FrameReader({ messageBytes: 1 << 20 });
    const one = Uint8Array.of(0x41);
    reader.read(Uint8Array.of(0x0b));
    const started = performance.now();
    for (let i = 0; i < 1 << 20; i++) reader.read(one);
    const [read] = reader.read(Uint8Array.of(0x1c, 0x0d)).messages;
    expect(read).toHaveLength(1 << 20);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
