import { randomUUID } from 'node:crypto';
import { streamOf } from '../lent-chunks.ts';
import { formatMediaType } from './mime.ts';
import type { Part } from './transaction.ts';

/** A package ready to be sent: its Content-Type and its bytes, made as they are asked for. */
export interface OutgoingPackage {
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What goes into a package. */
export interface PackageContent {
  /** The envelope in UTF-8. */
  readonly root: AsyncIterable<Uint8Array>;
  readonly parts: readonly Part[];
  /** Awaited when every part has been sent and only the closing boundary is missing; its failure breaks the package. */
  readonly beforeEnd?: () => Promise<void>;
}

const rootId = 'root@affinity-domain';
/** A first chunk up to this size is copied behind its part's headers, so that small parts are one write each. */
const smallChunk = 32 << 10;

/**
 * Writes a multipart/related package — RFC 2387, XOP 1.0, ITI TF-2 V.8.
 *
 * A part's source is opened when its turn comes and its chunks are passed on as they are. When a source throws, or the
 * reader leaves early, the closing boundary is never written and the open source is closed.
 */
export function writeMtom(content: PackageContent): OutgoingPackage {
  const boundary = `part-${randomUUID()}`;
  const heads = content.parts.map((part) => partHead(boundary, part));
  return {
    contentType: formatMediaType('multipart/related', {
      type: 'application/xop+xml',
      start: `<${rootId}>`,
      'start-info': 'application/soap+xml',
      boundary,
    }),
    body: streamOf(
      content.parts.map((part) => part.content),
      (chunksOf) => packageBytes({ boundary, heads, chunksOf }, content),
    ),
  };
}

interface Framing {
  readonly boundary: string;
  readonly heads: readonly Buffer[];
  readonly chunksOf: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

async function* packageBytes(
  { boundary, heads, chunksOf }: Framing,
  { root, parts, beforeEnd }: PackageContent,
): AsyncGenerator<Uint8Array, void, void> {
  const contentType = formatMediaType('application/xop+xml', { charset: 'UTF-8', type: 'application/soap+xml' });
  // The line end before a boundary belongs to the boundary, so the first one goes without.
  yield* behind(partHead(boundary, { contentId: rootId, contentType }).subarray(2), root);
  for (const [i, part] of parts.entries()) yield* behind(heads[i]!, chunksOf(part.content));
  await beforeEnd?.();
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

async function* behind(head: Buffer, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let pending: Buffer | undefined = head;
  for await (const chunk of content) {
    if (pending !== undefined && chunk.length <= smallChunk) {
      yield Buffer.concat([pending, chunk]);
    } else {
      if (pending !== undefined) yield pending;
      yield chunk;
    }
    pending = undefined;
  }
  if (pending !== undefined) yield pending;
}

function partHead(boundary: string, { contentId, contentType }: Omit<Part, 'content'>): Buffer {
  if (!/^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(contentId)) {
    throw new Error(
      'A part cannot be sent: its Content-ID is empty or has blanks, brackets or other than ASCII in it.',
    );
  }
  if (!/^[\x20-\x7e]+$/.test(contentType)) {
    throw new Error('A part cannot be sent: its content type is empty or has characters that no header may carry.');
  }
  return Buffer.from(
    `\r\n--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <${contentId}>\r\n\r\n`,
  );
}
