import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { mimeTypeOf } from './content/mime-type.ts';
import { contentFacts } from './content/read-content.ts';
import type { DescribedFile } from './submission-from-files.ts';

/** Larger documents are not read to describe them: only their first octets are, for the media type. */
const describedBytes = 32 << 20;

/** A file that can be described and sent; its bytes are read anew at each `content()`. */
export interface SourceFile extends DescribedFile {
  content(): AsyncIterable<Uint8Array>;
}

/** Describes a file by its content. Throws the file system's error when it cannot be read, Error for a folder. */
export async function readSourceFile(file: string): Promise<SourceFile> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error('it is not a file');
  const name = path.basename(file);
  const content = () => chunksOf(file);
  if (found.size > describedBytes) {
    const mimeType = mimeTypeOf(await readHead(file), name);
    const warnings = ['too large to be looked into: described by its name and type only'];
    return { name, mimeType, size: found.size, facts: { warnings }, content };
  }
  const bytes = await readFile(file);
  const mimeType = mimeTypeOf(bytes, name);
  const hash = createHash('sha1').update(bytes).digest('hex');
  return { name, mimeType, size: bytes.length, hash, facts: contentFacts(mimeType, bytes), content };
}

/** Opens the file when the first chunk is asked for: many files may wait to be sent. */
async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { highWaterMark: 1 << 20 });
}

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
