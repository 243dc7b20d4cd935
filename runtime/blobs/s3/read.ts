import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '../../unavailable.ts';
import type { S3Bucket, S3Content } from './bucket.ts';

/** Tries in a row that bring nothing before a read is given up. */
const fruitlessTries = 4;

/** Octets of an object, or undefined when there is none. */
export async function sizeOfObject(bucket: S3Bucket, key: string): Promise<number | undefined> {
  const { status, headers } = await bucket.call({
    method: 'HEAD',
    key,
    what: 'find a document',
    expected: ['HTTP 404'],
  });
  return status === 404 ? undefined : Number(headers['content-length']);
}

/**
 * Streams octets `start` to `end` (exclusive) of an object. The connection is opened when the first chunk is asked for;
 * one that breaks is followed by another that goes on where it stopped.
 */
export async function* readObject(
  bucket: S3Bucket,
  key: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let fruitless = 0;
  for (let at = start; at < end; ) {
    let content: S3Content | undefined;
    const before = at;
    try {
      content = await bucket.read(key, at, end);
      for await (const chunk of content) {
        // Some servers give more than was asked for.
        const wanted = chunk.subarray(0, end - at);
        at += wanted.length;
        yield wanted;
        if (at >= end) break;
      }
      if (at < end) throw new Error('the answer was too short');
    } catch (cause) {
      fruitless = at > before ? 0 : fruitless + 1;
      if (fruitless >= fruitlessTries) {
        if (cause instanceof Unavailable) throw cause;
        throw new Unavailable('The object storage broke off while a document was read.', { cause });
      }
      await sleep(100 * 2 ** fruitless);
    } finally {
      content?.destroy();
    }
  }
}
