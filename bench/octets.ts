import { createHash, type Hash } from 'node:crypto';

const chunk = 256 << 10;

/** Octets that are not all alike. */
const block = Buffer.allocUnsafe(chunk);
for (let i = 0, state = 1; i < chunk; i += 4) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  block.writeInt32LE(state, i);
}

/** `size` octets, made while they are read, never held; no two seeds (whole numbers) give the same. */
export async function* madeOctets(size: number, seed: number, hash?: Hash): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0, n = 0; at < size; at += chunk, n++) {
    const part = Buffer.from(block.subarray(0, Math.min(chunk, size - at)));
    if (part.length >= 12) {
      part.writeDoubleLE(seed, 0);
      part.writeUInt32LE(n, 8);
    }
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
