const startBlock = 0x0b;
const endBlock = 0x1c;
const carriageReturn = 0x0d;

/** How much is read of one frame, and how much outside frames, before the connection is given up. */
export interface FrameLimits {
  readonly messageBytes: number;
  /** Bytes in front of a frame (line ends, keep-alive characters) that are passed over. */
  readonly strayBytes: number;
}

/** 1 MiB for a message, 64 bytes outside. */
export const defaultFrameLimits: FrameLimits = { messageBytes: 1 << 20, strayBytes: 64 };

/** What a peer did that is not MLLP. The connection cannot be used any more: where the next frame starts is unknown. */
export class MllpFrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MllpFrameError';
  }
}

/** What one piece of the stream completed: messages without their framing, then perhaps the end of trust. */
export interface ReadFrames {
  readonly messages: readonly Uint8Array[];
  readonly error?: MllpFrameError;
}

/**
 * Reads the frames `VT message FS CR` out of a byte stream — HL7 Minimal Lower Layer Protocol, release 1.
 *
 * Remembers where it stopped and looks at each byte once; how the stream is cut into pieces makes no difference. After
 * an error it reads nothing more. A message may share memory with the piece it came in.
 */
export class FrameReader {
  readonly #limits: FrameLimits;
  #state: 'outside' | 'inside' | 'ending' | 'broken' = 'outside';
  #kept: Buffer = Buffer.alloc(0);
  #length = 0;
  #stray = 0;

  constructor(limits: Partial<FrameLimits> = {}) {
    this.#limits = { ...defaultFrameLimits, ...limits };
  }

  /** True between the start of a frame and its end. */
  get midFrame(): boolean {
    return this.#state === 'inside' || this.#state === 'ending';
  }

  /** Reads the next piece of the stream. */
  read(piece: Uint8Array): ReadFrames {
    const messages: Uint8Array[] = [];
    try {
      let at = 0;
      while (at < piece.length && this.#state !== 'broken') at = this.#step(piece, at, messages);
    } catch (error) {
      if (!(error instanceof MllpFrameError)) throw error;
      this.#state = 'broken';
      this.#kept = Buffer.alloc(0);
      return { messages, error };
    }
    return { messages };
  }

  /** Tells the reader that the stream ended; an error when that cut a frame. */
  end(): MllpFrameError | undefined {
    return this.midFrame ? new MllpFrameError('the stream ended inside a frame') : undefined;
  }

  #step(piece: Uint8Array, at: number, messages: Uint8Array[]): number {
    if (this.#state === 'outside') return this.#outside(piece, at);
    if (this.#state === 'inside') return this.#inside(piece, at);
    if (piece[at] !== carriageReturn) throw new MllpFrameError('FS is not followed by CR');
    messages.push(this.#takeMessage());
    return at + 1;
  }

  #outside(piece: Uint8Array, at: number): number {
    const start = piece.indexOf(startBlock, at);
    this.#stray += (start < 0 ? piece.length : start) - at;
    if (this.#stray > this.#limits.strayBytes)
      throw new MllpFrameError(`more than ${this.#limits.strayBytes} bytes outside a frame`);
    if (start < 0) return piece.length;
    this.#state = 'inside';
    return start + 1;
  }

  #inside(piece: Uint8Array, at: number): number {
    const end = piece.indexOf(endBlock, at);
    const content = piece.subarray(at, end < 0 ? piece.length : end);
    const allowed = this.#limits.messageBytes - this.#length;
    // Looked at only as far as the limit, so that which fault comes first does not depend on the pieces.
    if (content.subarray(0, allowed + 1).includes(startBlock)) throw new MllpFrameError('VT inside a frame');
    if (content.length > allowed) throw new MllpFrameError(`a message of more than ${this.#limits.messageBytes} bytes`);
    if (end >= 0 && this.#length === 0) this.#kept = Buffer.from(content.buffer, content.byteOffset, content.length);
    else this.#keep(content);
    this.#length += content.length;
    if (end < 0) return piece.length;
    this.#state = 'ending';
    return end + 1;
  }

  #keep(content: Uint8Array): void {
    const needed = this.#length + content.length;
    if (needed > this.#kept.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#kept.length, 4096));
      larger.set(this.#kept.subarray(0, this.#length));
      this.#kept = larger;
    }
    this.#kept.set(content, this.#length);
  }

  #takeMessage(): Uint8Array {
    const message = this.#kept.subarray(0, this.#length);
    this.#kept = Buffer.alloc(0);
    this.#length = 0;
    this.#stray = 0;
    this.#state = 'outside';
    return message;
  }
}

/** The frame of one message. */
export function frameOf(message: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(message.length + 3);
  frame[0] = startBlock;
  frame.set(message, 1);
  frame[frame.length - 2] = endBlock;
  frame[frame.length - 1] = carriageReturn;
  return frame;
}
