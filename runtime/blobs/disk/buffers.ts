/** Octets of one read or write of a file. */
export const pieceBytes = 1 << 20;

/** Pieces that are kept for the next reader or writer instead of being left to the garbage collector. */
const kept = 32;

/** Buffers of `pieceBytes` that all readers and writers of one store take from and give back to. */
export interface PieceBuffers {
  take(): Buffer;
  give(buffer: Buffer): void;
}

/** As many buffers as are in use at a time; some are kept when they come back. */
export function pieceBuffers(): PieceBuffers {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(pieceBytes),
    give: (buffer) => {
      if (free.length < kept) free.push(buffer);
    },
  };
}
