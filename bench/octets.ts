import { createHash, type Hash } from 'node:crypto';

const chunk = 256 << 10;

/** `size` octets that are not all alike, made while they are read, never held; the same for the same seed. */
export async function* madeOctets(size: number, seed: number, hash?: Hash): AsyncGenerator<Uint8Array, void, void> {
  const block = Buffer.allocUnsafe(chunk);
  let state = (seed << 1) | 1;
  for (let i = 0; i + 4 <= chunk; i += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    block.writeInt32LE(state, i);
  }
  for (let at = 0, n = 0; at < size; at += chunk, n++) {
    const part = Buffer.from(block.subarray(0, Math.min(chunk, size - at)));
    if (part.length >= 4) part.writeUInt32LE(n, 0);
    hash?.update(part);
    yield part;
  }
}

/** Reads to the end and gives the number of octets. */
export async function lengthOf(content: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const part of content) size += part.length;
  return size;
}

/** Reads to the end and gives the SHA-1 in hex. */
export async function sha1Of(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha1');
  for await (const part of content) hash.update(part);
  return hash.digest('hex');
}
