import { parseMediaType } from '../../runtime/soap/mime.ts';
import { type MtomReading, readMtom } from '../../runtime/soap/mtom-read.ts';

/** The chunks one after the other, each only when asked for. */
export async function* chunksOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, void> {
  for (const chunk of chunks) yield chunk;
}

/** The bytes in chunks of one size. */
export function* slicesOf(bytes: Uint8Array, size: number): Generator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All bytes of a stream in one buffer. */
export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A package read whole, as plain text, for comparing. */
export interface ReadPackage {
  readonly root: string;
  readonly parts: readonly { readonly contentId: string; readonly contentType: string; readonly content: string }[];
}

/** Reads a package to its end; text is Latin-1 so that no byte is lost. */
export async function readWhole(
  contentType: string,
  body: AsyncIterable<Uint8Array>,
  reading?: MtomReading,
): Promise<ReadPackage> {
  const { root, parts } = await readMtom(body, parseMediaType(contentType)!, reading);
  const all: ReadPackage['parts'][number][] = [];
  for await (const { contentId, contentType: type, content } of parts) {
    all.push({ contentId, contentType: type, content: (await bytesOf(content)).toString('latin1') });
  }
  return { root: root.bytes.toString('latin1'), parts: all };
}
