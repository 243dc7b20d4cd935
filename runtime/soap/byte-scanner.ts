/** The bytes ended, or a bound was exceeded, before what was looked for. */
export class ScanError extends Error {
  readonly kind: 'truncated' | 'too long';
  constructor(kind: ScanError['kind']) {
    super(kind);
    this.name = 'ScanError';
    this.kind = kind;
  }
}

const nothing = Buffer.alloc(0);

/**
 * Reads a byte stream up to marks, whatever its chunks are.
 *
 * Nothing is looked at twice: between chunks only a tail that may begin the mark is kept. Content is handed out as
 * views of the chunks that arrived, never copied.
 */
export class ByteScanner {
  readonly #source: AsyncIterator<Uint8Array>;
  #unread: Buffer = nothing;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** True when the next bytes are `mark`; consumes nothing. The end of the stream is a mismatch. */
  async startsWith(mark: Buffer): Promise<boolean> {
    while (this.#unread.length < mark.length) {
      if (!mark.subarray(0, this.#unread.length).equals(this.#unread)) return false;
      if (!(await this.#more())) return false;
    }
    return this.#unread.subarray(0, mark.length).equals(mark);
  }

  /** Takes the next `count` bytes. */
  async take(count: number): Promise<Buffer> {
    while (this.#unread.length < count) if (!(await this.#more())) throw new ScanError('truncated');
    return this.#consume(count);
  }

  /** Takes everything up to `mark`, and the mark away with it; at most `most` bytes. */
  async takeUntil(mark: Buffer, most: number): Promise<Buffer> {
    for (let from = 0; ; ) {
      const at = this.#unread.indexOf(mark, from);
      if (at > most || (at < 0 && this.#unread.length > most + mark.length)) throw new ScanError('too long');
      if (at >= 0) {
        const found = this.#consume(at);
        this.#consume(mark.length);
        return found;
      }
      from = Math.max(0, this.#unread.length - mark.length + 1);
      if (!(await this.#more())) throw new ScanError('truncated');
    }
  }

  /** The next bytes before `mark`; undefined once at the mark, which is then consumed. */
  async nextBefore(mark: Buffer): Promise<Buffer | undefined> {
    for (;;) {
      const at = this.#unread.indexOf(mark);
      if (at === 0) {
        this.#consume(mark.length);
        return undefined;
      }
      const sure = at > 0 ? at : startOfPartial(this.#unread, mark);
      if (sure > 0) return this.#consume(sure);
      if (!(await this.#more())) throw new ScanError('truncated');
    }
  }

  /** Reads to the end of the stream and forgets it; at most `most` bytes. */
  async drain(most: number): Promise<void> {
    let left = most - this.#unread.length;
    this.#unread = nothing;
    while (left >= 0 && (await this.#more())) {
      left -= this.#unread.length;
      this.#unread = nothing;
    }
    if (left < 0) throw new ScanError('too long');
  }

  /** Tells the source that no more will be read. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #consume(count: number): Buffer {
    const taken = this.#unread.subarray(0, count);
    this.#unread = count === this.#unread.length ? nothing : this.#unread.subarray(count);
    return taken;
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#source.next();
      if (done) return false;
      if (value.length === 0) continue;
      const chunk = Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.length);
      this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
      return true;
    }
  }
}

/** Where a tail of `bytes` begins that may be the beginning of `mark`; the length of `bytes` when there is none. */
function startOfPartial(bytes: Buffer, mark: Buffer): number {
  let at = bytes.indexOf(mark[0]!, Math.max(0, bytes.length - mark.length + 1));
  while (at >= 0) {
    if (bytes.subarray(at).equals(mark.subarray(0, bytes.length - at))) return at;
    at = bytes.indexOf(mark[0]!, at + 1);
  }
  return bytes.length;
}
