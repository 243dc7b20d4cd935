import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesOf, chunksOf, type ReadPackage, readWhole, slicesOf } from '../../test/support/soap-packages.ts';
import { SoapFault } from './fault.ts';
import { parseMediaType } from './mime.ts';
import { defaultMtomLimits, readMtom } from './mtom-read.ts';

const type = (boundary = 'b', start = '<root>') => `multipart/related; boundary="${boundary}"; start="${start}"`;
const rootPart = '--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <root>\r\n\r\n<e/>';
const part = (id: string, content: string) =>
  `\r\n--b\r\nContent-Type: text/plain\r\nContent-ID: <${id}>\r\n\r\n${content}`;
const end = '\r\n--b--';
const of = (text: string) => chunksOf(Buffer.from(text, 'latin1'));

interface Fixture {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const packages: Record<string, Fixture> = {
  'two parts': { contentType: type(), bytes: Buffer.from(`${rootPart}${part('a', 'x')}${part('b', 'yy')}${end}\r\n`) },
  'only a root': { contentType: type(), bytes: Buffer.from(`${rootPart}${end}`) },
  'content that nearly is the boundary': {
    contentType: type(),
    bytes: Buffer.from(
      `${rootPart}${part('a', '\r\n-\r\n--\r\r\n--a\r\n\n--b\r\n-b--\r\r\n')}${part('c', '\r\n')}${end}`,
    ),
  },
  'empty parts, with and without their own line end': {
    contentType: type(),
    bytes: Buffer.from(`${rootPart}${part('a', '')}\r\n--b\r\nContent-ID: <c>\r\n${end}`),
  },
  'text around': {
    contentType: type(),
    bytes: Buffer.from(`This is MIME.\r\n--not\r\n${rootPart}${part('a', 'x')}${end} \r\nepilogue --b\r\n--b\r\n`),
  },
  'blanks behind boundaries': {
    contentType: type(),
    bytes: Buffer.from(`${`${rootPart}${part('a', 'x')}`.replaceAll('--b\r\n', '--b \t\r\n')}${end}`),
  },
  'a root that is not first': {
    contentType: type('b', '<a>'),
    bytes: Buffer.from(`${rootPart}${part('a', '<x/>')}${part('c', 'yy')}${end}`),
  },
  'no start parameter, no Content-ID of the root': {
    contentType: 'multipart/related; boundary=b',
    bytes: Buffer.from(`${rootPart.replace('Content-ID: <root>\r\n', '')}${part('a', 'x')}${end}`),
  },
  'bare line feeds throughout': {
    contentType: type(),
    bytes: Buffer.from(`${rootPart}${part('a', 'x')}${end}\n`.replaceAll('\r', '')),
  },
  'binary content': {
    contentType: type(),
    bytes: Buffer.concat([
      Buffer.from(`${rootPart}${part('a', '')}`),
      Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
      Buffer.from(end),
    ]),
  },
};

const data = new URL('../../../shared/data/messages/', import.meta.url);

/** Published packages; where the HTTP headers are not kept, the boundary is taken from the first line. */
function published(): Record<string, Fixture> {
  const files = [
    'openhim/pnr_e2e_mtom.mtom',
    'openhim/retrieveResponse_wSOAP.mtom',
    'epd/samples/ITI-41_response_raw.http.txt',
    'toolkit/http/sample_mtom_message.txt',
    'rad/rad69-request.txt',
    'rad/retrieve-rendered-imaging-doc-set-request.txt',
    'rad/retrieve-rendered-imaging-doc-set-response.txt',
  ];
  const fixtures: Record<string, Fixture> = {};
  for (const file of files) {
    const all = readFileSync(new URL(file, data), 'latin1');
    const boundary = /^(?:--data-binary ')?--(.+)$/m.exec(all)![1]!;
    const body = all.slice(all.indexOf(`--${boundary}\n`)).replace(/--'$/, '--');
    const contentType = `multipart/related; boundary="${boundary}"`;
    fixtures[`${file} as published`] = { contentType, bytes: Buffer.from(body, 'latin1') };
    fixtures[`${file} with CRLF`] = { contentType, bytes: Buffer.from(body.replaceAll('\n', '\r\n'), 'latin1') };
  }
  return fixtures;
}

/** The number of octets up to and with the closing boundary. */
function closedAt({ contentType, bytes }: Fixture): number {
  const closing = `\n--${parseMediaType(contentType)!.parameters.get('boundary')}--`;
  return bytes.indexOf(closing) + closing.length;
}

function proveCuts(fixtures: Record<string, Fixture>): void {
  for (const [name, fixture] of Object.entries(fixtures)) {
    const { contentType, bytes } = fixture;
    const whole = () => readWhole(contentType, chunksOf(bytes));

    it(`${name}: read the same when split at any octet, or into single octets`, async () => {
      const expected: ReadPackage = await whole();
      for (const size of [1, 2, 3, 7]) {
        expect(await readWhole(contentType, chunksOf(...slicesOf(bytes, size)))).toEqual(expected);
      }
      for (let at = 0; at <= bytes.length; at += 1) {
        const read = await readWhole(contentType, chunksOf(bytes.subarray(0, at), bytes.subarray(at)));
        expect(JSON.stringify(read) === JSON.stringify(expected), `split at ${at}`).toBe(true);
      }
    });

    it(`${name}: refused when cut off at any octet`, async () => {
      const last = closedAt(fixture);
      for (let at = 0; at < last; at += 1) {
        const fault = await readWhole(contentType, chunksOf(bytes.subarray(0, at))).catch((error: unknown) => error);
        expect(fault instanceof SoapFault && fault.code === 'Sender', `cut at ${at}: ${fault}`).toBe(true);
      }
      for (let at = last; at <= bytes.length; at += 1) await readWhole(contentType, chunksOf(bytes.subarray(0, at)));
    });
  }
}

describe('[RFC 2387] a package', () => {
  proveCuts(packages);

  it('split at any two octets is read the same', async () => {
    const { contentType, bytes } = packages['content that nearly is the boundary']!;
    const expected = JSON.stringify(await readWhole(contentType, chunksOf(bytes)));
    for (let a = 0; a < bytes.length; a += 1) {
      for (let b = a; b < bytes.length; b += 1) {
        const chunks = chunksOf(bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b));
        expect(JSON.stringify(await readWhole(contentType, chunks)) === expected, `${a}, ${b}`).toBe(true);
      }
    }
  });

  it('gives root and parts in wire order, octet for octet', async () => {
    const text = `${rootPart}${part('a', '\r\n--c\r\n')}${part('b', '')}${end}`;
    expect(await readWhole(type(), of(text))).toEqual({
      root: '<e/>',
      parts: [
        { contentId: 'a', contentType: 'text/plain', content: '\r\n--c\r\n' },
        { contentId: 'b', contentType: 'text/plain', content: '' },
      ],
    });
    const { contentType, bytes } = packages['a root that is not first']!;
    expect(await readWhole(contentType, chunksOf(bytes))).toEqual({
      root: '<x/>',
      parts: [
        { contentId: 'root', contentType: 'application/xop+xml', content: '<e/>' },
        { contentId: 'c', contentType: 'text/plain', content: 'yy' },
      ],
    });
  });
});

describe.skipIf(!existsSync(data))('[RFC 2387] a published package', () => {
  if (!existsSync(data)) return;
  proveCuts(published());

  it('without its closing boundary is refused', async () => {
    const all = readFileSync(new URL('rad/rad69-response.txt', data), 'latin1');
    const body = all.slice(all.indexOf('\n--uuid') + 1);
    const boundary = body.slice(2, body.indexOf('\n'));
    await expect(readWhole(type(boundary, '<root.message@cxf.apache.org>'), of(body))).rejects.toThrow(
      /closing boundary/,
    );
  });

  it('whose boundary is not the announced one is refused', async () => {
    const all = readFileSync(new URL('epd/samples/ITI-41_request_raw.http.txt', data), 'latin1');
    const announced = /^Content-Type: (.*)$/m.exec(all)![1]!;
    await expect(readWhole(announced, of(all.slice(all.indexOf('\n\n') + 2)))).rejects.toThrow(SoapFault);
  });
});

describe('[RFC 2387, XOP 1.0] a package is refused', () => {
  const cases: Record<string, { text: string; type?: string; reason: RegExp }> = {
    'when a Content-ID is used twice': {
      text: `${rootPart}${part('a', 'x')}${part('a', 'y')}${end}`,
      reason: /<a> is used/,
    },
    'when a part has no Content-ID': {
      text: `${rootPart}\r\n--b\r\nContent-Type: a/b\r\n\r\nx${end}`,
      reason: /part 2 has no Content-ID/,
    },
    'when a part has no headers at all': {
      text: `${rootPart}\r\n--b\r\n\r\nx${end}`,
      reason: /part 2 has no Content-ID/,
    },
    'when a header is malformed': {
      text: `${rootPart}\r\n--b\r\nnonsense\r\n\r\nx${end}`,
      reason: /headers .* malformed/,
    },
    'when the blank line is missing': {
      text: `${rootPart}\r\n--b\r\nContent-ID: <a>${end}`,
      reason: /malformed|closing/,
    },
    'when a part is base64': {
      text: `${rootPart}${part('a', 'x').replace('Content-ID', 'Content-Transfer-Encoding: BASE64\r\nContent-ID')}${end}`,
      reason: /base64; send it as binary/,
    },
    'when the root that start names is not there': { text: `${rootPart}${end}`, type: type('b', '<x>'), reason: /<x>/ },
    'when it has no part': { text: '--b--\r\n', reason: /no body part/ },
    'when the boundary goes on on its line': { text: `${rootPart}\r\n--bc\r\n\r\n${end}`, reason: /other text/ },
    'without a boundary parameter': { text: `${rootPart}${end}`, type: 'multipart/related', reason: /boundary/ },
    'when it is something else': { text: '<xml/>', reason: /closing boundary/ },
    'when it is empty': { text: '', reason: /closing boundary/ },
  };
  for (const [name, { text, type: contentType = type(), reason }] of Object.entries(cases)) {
    it(name, async () => {
      const fault = await readWhole(contentType, of(text)).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(SoapFault);
      expect(fault).toMatchObject({ code: 'Sender', received: false, message: expect.stringMatching(reason) });
    });
  }

  const limits = { headers: 100, parts: 2, root: 10, beforeRoot: 5, surroundings: 20 };
  const excessive: Record<string, { text: string; type?: string; reason: RegExp }> = {
    headers: { text: `${rootPart}\r\n--b\r\nX: ${'x'.repeat(100)}\r\n\r\n${end}`, reason: /too long/ },
    'headers in many lines': { text: `${rootPart}\r\n--b\r\n${'X: x\r\n'.repeat(30)}\r\n${end}`, reason: /too long/ },
    parts: { text: `${rootPart}${part('a', '')}${part('b', '')}${end}`, reason: /more than 2/ },
    'the root': { text: `${rootPart}${' '.repeat(10)}${end}`, reason: /root part exceeds 10/ },
    'what comes before the root': {
      text: `${rootPart}xx${part('a', '')}${end}`,
      type: type('b', '<a>'),
      reason: /before the root part exceeds 5/,
    },
    'the preamble': { text: `${'x'.repeat(50)}\r\n${rootPart}${end}`, reason: /too long/ },
    'the preamble in many lines': { text: `${'x\r\n'.repeat(20)}${rootPart}${end}`, reason: /too long/ },
    'the epilogue': { text: `${rootPart}${end}${'x'.repeat(50)}`, reason: /too long/ },
  };
  for (const [name, { text, type: contentType = type(), reason }] of Object.entries(excessive)) {
    it(`when ${name} exceeds its limit, in one chunk or many`, async () => {
      await expect(readWhole(contentType, of(text), { limits })).rejects.toThrow(reason);
      const octets = chunksOf(...slicesOf(Buffer.from(text), 1));
      await expect(readWhole(contentType, octets, { limits })).rejects.toThrow(reason);
    });
  }

  it('as the answerer is to blame when it is an answer', async () => {
    const fault = await readWhole(type(), of('x'), { from: 'answer' }).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'Receiver', received: true });
  });
});

describe('parts of a package', () => {
  /** Counts how far the reader has pulled, and whether it let go. */
  function watched(chunks: readonly string[]) {
    const seen = { pulled: 0, closed: false };
    async function* source() {
      try {
        for (const chunk of chunks) {
          seen.pulled += 1;
          yield Buffer.from(chunk);
        }
      } finally {
        seen.closed = true;
      }
    }
    return { seen, source: source() };
  }
  const read = (source: AsyncIterable<Uint8Array>) => readMtom(source, parseMediaType(type())!);

  it('are not read before they are asked for', async () => {
    const { seen, source } = watched([`${rootPart}\r\n`, `--b\r\nContent-ID: <a>\r\n\r\n`, 'x', 'y', 'z', end]);
    const { parts } = await read(source);
    expect(seen.pulled).toBe(2);
    for await (const { content } of parts) {
      const reading = content[Symbol.asyncIterator]();
      expect(Buffer.from((await reading.next()).value!).toString()).toBe('x');
      expect(seen.pulled).toBe(3);
    }
    expect(seen).toEqual({ pulled: 6, closed: true });
  });

  it('that are skipped cannot be read any more', async () => {
    const { parts } = await read(of(`${rootPart}${part('a', 'x')}${part('b', 'y')}${end}`));
    const all = [];
    for await (const one of parts) all.push(one);
    expect(all.map((one) => one.contentId)).toEqual(['a', 'b']);
    for (const { content } of all) await expect(bytesOf(content)).rejects.toThrow(/wire order/);
  });

  it('can be read once', async () => {
    const { parts } = await read(of(`${rootPart}${end}`));
    for await (const _ of parts);
    await expect(parts[Symbol.asyncIterator]().next()).rejects.toThrow(/once/);
  });

  it('are not read two at a time', async () => {
    const { parts } = await read(chunksOf(...slicesOf(Buffer.from(`${rootPart}${part('a', 'xyz')}${end}`), 1)));
    const iterator = parts[Symbol.asyncIterator]();
    const first = (await iterator.next()).value!;
    const reading = first.content[Symbol.asyncIterator]().next();
    await expect(iterator.next()).rejects.toThrow(/same time/);
    await reading;
  });

  it('left early close the source', async () => {
    const { seen, source } = watched([`${rootPart}${part('a', 'x')}`, part('b', 'y'), end]);
    for await (const _ of (await read(source)).parts) break;
    expect(seen).toEqual({ pulled: 1, closed: true });
  });

  it('that are broken close the source', async () => {
    const { seen, source } = watched([`${rootPart}${part('a', 'x')}\r\n--bad\r\n`, 'more']);
    await expect(readWhole(type(), source)).rejects.toThrow(SoapFault);
    expect(seen.closed).toBe(true);
  });

  it('of a source that fails fail with its error', async () => {
    async function* source() {
      yield Buffer.from(`${rootPart}${part('a', 'x')}`);
      throw new Error('the disk is gone');
    }
    await expect(readWhole(type(), source())).rejects.toThrow('the disk is gone');
  });
});

it('the limits leave room for a study of some ten thousand instances', () => {
  expect(defaultMtomLimits.parts).toBeGreaterThan(20_000);
});
