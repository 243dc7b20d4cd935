import { createHash, type Hash } from 'node:crypto';

const chunk = 256 << 10;

/** `size` octets that are not all alike, made while they are read, never held; the same for the same seed. */
export async function* madeOctets(size: number, seed: number, hash?: Hash): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafe(chunk);
  let state = seed | 1;
  for (let i = 0; i + 4 <= chunk; i += 4) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    block.writeInt32LE(state | 0, i);
  }
  for (let at = 0, n = 0; at < size; at += chunk, n++) {
    const part = Buffer.from(block.subarray(0, Math.min(chunk, size - at)));
    if (part.length >= 4) part.writeUInt32LE(n, 0);
    hash?.update(part);
    yield part;
  }
}

/** Reads to the end; gives octets and SHA-1. */
export async function swallow(content: AsyncIterable<Uint8Array>): Promise<{ size: number; sha1: string }> {
  const hash = createHash('sha1');
  let size = 0;
  for await (const part of content) {
    hash.update(part);
    size += part.length;
  }
  return { size, sha1: hash.digest('hex') };
}
