/** Buffers of one size that all uploads of a store share, so that their number bounds its memory. */
export interface PartBuffers {
  /** A buffer, as soon as one is free. */
  take(): Promise<Buffer>;
  give(buffer: Buffer): void;
}

/** At most `most` buffers of `size` octets; each is made when first needed and kept. */
export function partBuffers(size: number, most: number): PartBuffers {
  const free: Buffer[] = [];
  const waiting: ((buffer: Buffer) => void)[] = [];
  let made = 0;
  return {
    async take() {
      const buffer = free.pop();
      if (buffer !== undefined) return buffer;
      if (made < most) {
        made++;
        return Buffer.allocUnsafeSlow(size);
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    give(buffer) {
      const next = waiting.shift();
      if (next === undefined) free.push(buffer);
      else next(buffer);
    },
  };
}
