import { type FileHandle, open } from 'node:fs/promises';
import type { LentChunks } from '../../lent-chunks.ts';
import { Unavailable } from '../../unavailable.ts';
import { type PieceBuffers, pieceBytes } from './buffers.ts';
import { storage } from './trouble.ts';

/** Octets `start` to `end` (exclusive) of a file. */
export interface FileRange {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The octets of a file, each piece read while the one before is being used. The file is opened when the first chunk is
 * asked for, so that a list of ten thousand documents holds no files open.
 */
export function fileContent(range: FileRange, buffers: PieceBuffers): LentChunks {
  return {
    [Symbol.asyncIterator]: () => pieces(range, { take: sized(range), give: () => undefined }),
    lend: () => pieces(range, buffers),
  };
}

/** Buffers that nobody gives back are no larger than what is read. */
function sized({ start, end }: FileRange): () => Buffer {
  return () => Buffer.allocUnsafeSlow(Math.max(0, Math.min(pieceBytes, end - start)));
}

async function* pieces(
  { file, start, end }: FileRange,
  buffers: PieceBuffers,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (start >= end) return;
  const handle = await storage(open(file, 'r'));
  let ahead: Promise<Piece> | undefined;
  try {
    ahead = readPiece(handle, buffers, { at: start, end });
    for (let at = start; ahead !== undefined; ) {
      const { buffer, length }: Piece = await ahead;
      at += length;
      ahead = at < end ? readPiece(handle, buffers, { at, end }) : undefined;
      // Its failure is met when it is waited for, which may be never.
      ahead?.catch(() => undefined);
      yield buffer.subarray(0, length);
      // Only who asks for more is done with it: who leaves may have left it to a socket that is still sending.
      buffers.give(buffer);
    }
  } finally {
    await ahead?.then(({ buffer }) => buffers.give(buffer)).catch(() => undefined);
    await handle.close();
  }
}

interface Piece {
  readonly buffer: Buffer;
  readonly length: number;
}

async function readPiece(
  handle: FileHandle,
  buffers: PieceBuffers,
  { at, end }: { at: number; end: number },
): Promise<Piece> {
  const buffer = buffers.take();
  const { bytesRead } = await storage(handle.read(buffer, 0, Math.min(buffer.length, end - at), at));
  if (bytesRead === 0) throw new Unavailable('A stored document ended before its recorded size.');
  return { buffer, length: bytesRead };
}
