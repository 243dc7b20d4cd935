import { ByteScanner, ScanError } from './byte-scanner.ts';
import { SoapFault } from './fault.ts';
import { type MediaType, parseContentId, parsePartHeaders } from './mime.ts';
import type { Part } from './transaction.ts';

/** Bounds on one package, all in octets except `parts`. Parts themselves may be of any size: they are never held. */
export interface MtomLimits {
  /** Headers of one part. */
  readonly headers: number;
  readonly parts: number;
  readonly root: number;
  /** All parts that come before the root together. */
  readonly beforeRoot: number;
  /** Text before the first and after the last boundary, each. */
  readonly surroundings: number;
}

/** Room for the metadata of a large submission and for a study of some ten thousand instances. */
export const defaultMtomLimits: MtomLimits = {
  headers: 16 << 10,
  parts: 1 << 16,
  root: 64 << 20,
  beforeRoot: 1 << 20,
  surroundings: 64 << 10,
};

/** How a package is read. */
export interface MtomReading {
  readonly limits?: MtomLimits;
  /** `answer` blames the other side: its faults are marked as received. */
  readonly from?: 'request' | 'answer';
}

/** A package whose root is at hand and whose other parts are still on the wire. */
export interface MtomPackage {
  readonly root: { readonly contentType: string; readonly bytes: Buffer };
  /** Read once, in wire order. Leaving the loop early closes the source. */
  readonly parts: AsyncIterable<Part>;
}

/**
 * Reads a multipart/related package — RFC 2387, XOP 1.0, ITI TF-2 V.8.
 *
 * The root is the part named by `start`, else the first. A part's content is only what the wire delivers when asked.
 * The package is checked to its closing boundary: the last content does not end before that has been seen. Bytes
 * around the package are skipped. The line ending of the first boundary line (CRLF, or LF from tools that rewrite
 * text) holds for the whole package. Everything else is refused with a SoapFault, also while parts are read.
 */
export async function readMtom(
  body: AsyncIterable<Uint8Array>,
  type: MediaType,
  reading: MtomReading = {},
): Promise<MtomPackage> {
  const reader = new MtomReader(body, type, reading);
  const root = await reader.readRoot();
  return { root, parts: { [Symbol.asyncIterator]: () => reader.parts() } };
}

interface HeldPart {
  readonly contentId: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}
type Head = Omit<HeldPart, 'bytes'>;

const dashes = Buffer.from('--');
const plainEncodings = new Set(['', 'binary', '8bit', '7bit']);

class MtomReader {
  readonly #scanner: ByteScanner;
  readonly #type: MediaType;
  readonly #limits: MtomLimits;
  readonly #from: 'request' | 'answer';
  readonly #seen = new Set<string>();
  readonly #before: HeldPart[] = [];
  #eol = Buffer.from('\r\n');
  #mark = dashes;
  /** `boundary`: just behind a boundary that opens a part; `content`: inside a part; `end`: all read. */
  #at: 'boundary' | 'content' | 'end' = 'boundary';
  #count = 0;
  #busy = false;
  #started = false;

  constructor(body: AsyncIterable<Uint8Array>, type: MediaType, reading: MtomReading) {
    this.#scanner = new ByteScanner(body);
    this.#type = type;
    this.#limits = reading.limits ?? defaultMtomLimits;
    this.#from = reading.from ?? 'request';
  }

  readRoot(): Promise<MtomPackage['root']> {
    return this.#exclusively(async () => {
      await this.#findFirstBoundary();
      const start = this.#type.parameters.get('start');
      const wanted = start === undefined ? undefined : parseContentId(start);
      let room = this.#limits.beforeRoot;
      while (this.#at !== 'end') {
        const head = await this.#readHead();
        if (wanted === undefined || head.contentId === wanted) {
          return { contentType: head.contentType, bytes: await this.#hold(this.#limits.root, 'the root part') };
        }
        const bytes = await this.#hold(room, 'the parts before the root part');
        room -= bytes.length;
        this.#before.push({ ...head, bytes });
      }
      throw this.#fault(`No body part has the Content-ID <${wanted}> that the start parameter names.`);
    });
  }

  async *parts(): AsyncGenerator<Part, void, void> {
    if (this.#started) throw new Error('The parts of a package can be read once.');
    this.#started = true;
    try {
      for (const { bytes, ...head } of this.#before.splice(0)) yield { ...head, content: once(bytes) };
      for (;;) {
        const head = await this.#exclusively(async () => {
          while (this.#at === 'content') await this.#nextContent();
          return this.#at === 'end' ? undefined : await this.#readHead();
        });
        if (head === undefined) return;
        yield { ...head, content: this.#content(this.#count) };
      }
    } finally {
      if (this.#at !== 'end') await this.#scanner.close();
    }
  }

  /** The content of the part just opened; it ends only after what follows the part has been seen to be sound. */
  async *#content(part: number): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      if (this.#count !== part || this.#at !== 'content') {
        throw new Error('This part was skipped: parts are read in wire order, each once.');
      }
      const chunk = await this.#exclusively(() => this.#nextContent());
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  async #findFirstBoundary(): Promise<void> {
    const boundary = this.#type.parameters.get('boundary') ?? '';
    if (!/^[\x20-\x7e]{0,69}[\x21-\x7e]$/.test(boundary)) {
      throw this.#fault('The Content-Type has no usable boundary parameter (1 to 70 printable characters).');
    }
    const opening = Buffer.from(`--${boundary}`);
    const newline = Buffer.from('\n');
    for (let room = this.#limits.surroundings; !(await this.#scanner.startsWith(opening)); ) {
      room -= (await this.#scanner.takeUntil(newline, Math.max(0, room))).length + 1;
    }
    await this.#scanner.take(opening.length);
    if (await this.#scanner.startsWith(dashes)) throw this.#fault('The package has no body part.');
    const line = (await this.#scanner.takeUntil(newline, this.#limits.headers)).toString('latin1');
    this.#eol = Buffer.from(line.endsWith('\r') ? '\r\n' : '\n');
    this.#requireBlank(line);
    this.#mark = Buffer.concat([this.#eol, opening]);
  }

  async #readHead(): Promise<Head> {
    this.#count += 1;
    if (this.#count > this.#limits.parts) {
      throw this.#fault(`The package has more than ${this.#limits.parts} body parts.`);
    }
    const headers = parsePartHeaders(await this.#readHeaderBlock());
    if (headers === undefined) throw this.#fault(`The headers of body part ${this.#count} are malformed.`);
    const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '';
    if (!plainEncodings.has(encoding)) {
      throw this.#fault(
        `Body part ${this.#count} has the Content-Transfer-Encoding ${encoding}; send it as binary (XOP 1.0 4.1).`,
      );
    }
    const contentId = parseContentId(headers.get('content-id') ?? '');
    this.#requireFreshId(contentId);
    // The line end of the blank line may at the same time begin the next boundary: then the part is empty.
    if (!(await this.#scanner.startsWith(this.#mark))) await this.#scanner.take(this.#eol.length);
    this.#at = 'content';
    // RFC 2387 3.2 lets the first part be the root without being named.
    const isRoot = this.#count === 1 && !this.#type.parameters.has('start');
    return { contentId, contentType: headers.get('content-type') ?? (isRoot ? '' : 'application/octet-stream') };
  }

  async #readHeaderBlock(): Promise<string> {
    if (await this.#scanner.startsWith(this.#eol)) return '';
    const block = await this.#scanner.takeUntil(this.#eol, this.#limits.headers);
    const lines = [block.toString('utf8')];
    for (let size = block.length; !(await this.#scanner.startsWith(this.#eol)); ) {
      const line = await this.#scanner.takeUntil(this.#eol, Math.max(0, this.#limits.headers - size));
      size += line.length + this.#eol.length;
      lines.push(line.toString('utf8'));
    }
    return lines.join('\n');
  }

  #requireFreshId(contentId: string): void {
    if (contentId === '') {
      if (this.#count === 1 && !this.#type.parameters.has('start')) return;
      throw this.#fault(`Body part ${this.#count} has no Content-ID.`);
    }
    if (this.#seen.has(contentId)) throw this.#fault(`The Content-ID <${contentId}> is used by two body parts.`);
    this.#seen.add(contentId);
  }

  #requireBlank(line: string): void {
    if (line.trim() !== '') throw this.#fault('A boundary is followed by other text on its line.');
  }

  /** The next bytes of the open part, or undefined at its end, when what follows its boundary has been read too. */
  async #nextContent(): Promise<Buffer | undefined> {
    const chunk = await this.#scanner.nextBefore(this.#mark);
    if (chunk !== undefined) return chunk;
    if (await this.#scanner.startsWith(dashes)) {
      await this.#scanner.drain(this.#limits.surroundings);
      this.#at = 'end';
      return undefined;
    }
    this.#requireBlank((await this.#scanner.takeUntil(this.#eol, this.#limits.headers)).toString('latin1'));
    this.#at = 'boundary';
    return undefined;
  }

  async #hold(most: number, what: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for (let chunk = await this.#nextContent(); chunk !== undefined; chunk = await this.#nextContent()) {
      size += chunk.length;
      if (size > most) throw this.#fault(`The size of ${what} exceeds ${most} octets.`, 413);
      chunks.push(chunk);
    }
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  async #exclusively<T>(read: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new Error('Two reads of one package at the same time: parts are read one after the other.');
    this.#busy = true;
    try {
      return await read();
    } catch (error) {
      // What closing may have to add is less than what is known already.
      await this.#scanner.close().catch(() => undefined);
      throw error instanceof ScanError ? this.#scanFault(error) : error;
    } finally {
      this.#busy = false;
    }
  }

  #scanFault(error: ScanError): SoapFault {
    if (error.kind === 'truncated') return this.#fault('The package ends before its closing boundary.');
    return this.#fault('The headers of a body part, or the text around the package, are too long.');
  }

  #fault(reason: string, status?: number): SoapFault {
    const received = this.#from === 'answer';
    return new SoapFault(received ? 'Receiver' : 'Sender', reason, { received, ...(status ? { status } : {}) });
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}
