import { describe, expect, it } from 'vitest';
import { FrameReader, frameOf } from './frame.ts';

const message = (text: string) => Buffer.from(`MSH|^~\\&|A|B|C|D|||ADT^A04|${text}|P|2.3.1\rPID|||${text}\r`);
const first = message('1');
const second = message('2');
const framed = (...messages: readonly Uint8Array[]) => Buffer.concat(messages.map(frameOf));
const bytes = (text: string) => Buffer.from(text, 'latin1');
const limits = { messageBytes: 100, strayBytes: 8 };
const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;

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
  const ends = endsOf(stream);

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

  it('truncated anywhere: the whole messages before the cut, and an error when it is inside a frame', () => {
    for (let cut = 0; cut < stream.length; cut++) {
      const read = readAll([stream.subarray(0, cut)]);
      const whole = expected.messages.filter((_, index) => (ends[index] ?? Number.POSITIVE_INFINITY) <= cut);
      expect(read.messages).toEqual(whole);
      const opened = stream.subarray(0, cut).lastIndexOf(0x0b);
      const closed = opened >= 0 && (ends[whole.length - 1] ?? 0) > opened;
      if (opened >= 0 && !closed) expect(read.error).toBeDefined();
      else if (error === undefined) expect(read.error).toBeUndefined();
    }
  });
});

/** Where each whole frame of a stream ends. */
function endsOf(stream: Buffer): number[] {
  return [...stream.toString('latin1').matchAll(/\x1c\r/g)].map((end) => end.index + 2);
}

describe('[MLLP release 1] FrameReader', () => {
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

  it.each([
    ['in single bytes', 1],
    ['in pieces of 100 bytes', 100],
  ])('looks at each byte a fixed number of times when a message comes %s', (_, size) => {
    const length = 1 << 16;
    const reader = new FrameReader();
    const pieces = Array.from({ length: Math.ceil(length / size) }, () => new Uint8Array(size).fill(0x41));
    const touched = bytesTouched(() => {
      reader.read(Uint8Array.of(0x0b));
      for (const piece of pieces) reader.read(piece);
      expect(reader.read(Uint8Array.of(0x1c, 0x0d)).messages[0]).toHaveLength(pieces.length * size);
    });
    // FS and VT looked for once, the byte kept once, and moved once more on average while the store grows.
    expect(touched).toBeGreaterThan(2 * length);
    expect(touched).toBeLessThan(6 * length);
  });
});

/** How many bytes of arrays are searched or copied meanwhile; a rescan shows as a multiple of what there is. */
function bytesTouched(work: () => void): number {
  let touched = 0;
  const counted: readonly [prototype: object, name: string][] = [
    ...['indexOf', 'includes', 'set', 'slice'].map((name) => [typedArrayPrototype, name] as [object, string]),
    ...['indexOf', 'includes', 'copy'].map((name) => [Buffer.prototype, name] as [object, string]),
  ];
  const undo = counted.map(([prototype, name]) => {
    const own = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    Object.defineProperty(prototype, name, {
      ...own,
      value(this: Uint8Array, ...given: unknown[]) {
        touched += name === 'set' ? (given[0] as Uint8Array).length : this.length;
        return own.value.apply(this, given);
      },
    });
    return () => Object.defineProperty(prototype, name, own);
  });
  try {
    work();
  } finally {
    for (const one of undo) one();
  }
  return touched;
}
