import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { PieceBuffers } from './buffers.ts';
import { storage } from './trouble.ts';

/**
 * Reads a source to its end into a file. Small chunks of the network are gathered into pieces: each octet is hashed and
 * written once, while the next ones arrive.
 */
export async function receive(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  buffers: PieceBuffers,
): Promise<{ hash: string; size: number }> {
  const sha1 = createHash('sha1');
  let size = 0;
  let filling = buffers.take();
  let filled = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const piece = filling;
    const length = filled;
    await writing;
    filling = buffers.take();
    filled = 0;
    writing = writeWhole(file, piece.subarray(0, length)).finally(() => buffers.give(piece));
    // Awaited by the next flush; until then a failure must not count as unhandled.
    writing.catch(() => undefined);
  };
  try {
    for await (const chunk of source) {
      // While it is in the processor's cache.
      sha1.update(chunk);
      size += chunk.length;
      for (let at = 0; at < chunk.length; ) {
        const part = chunk.subarray(at, at + filling.length - filled);
        filling.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === filling.length) await flush();
      }
    }
    if (filled > 0) await flush();
  } finally {
    await writing.finally(() => buffers.give(filling));
  }
  return { hash: sha1.digest('hex'), size };
}

async function writeWhole(file: FileHandle, octets: Uint8Array): Promise<void> {
  for (let done = 0; done < octets.length; ) {
    done += (await storage(file.write(octets, done))).bytesWritten;
  }
}
