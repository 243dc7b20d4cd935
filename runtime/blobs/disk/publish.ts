import { open, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { type PieceBuffers, pieceBuffers } from './buffers.ts';
import { fileContent } from './read.ts';
import { missing } from './trouble.ts';

/**
 * Gives a staged file, whose octets are synced, its final name. A file that has the name already holds the same octets
 * or the new one is refused; it stays, so that whoever reads it is not disturbed.
 */
export async function publishFile(staged: string, target: string): Promise<void> {
  const present = await stat(target).then((found) => found.size, missing);
  if (present === undefined) {
    await rename(staged, target);
  } else {
    if (present !== (await stat(staged)).size || !(await sameOctets(staged, target, present))) {
      throw new Error(`Two different documents with the SHA-1 ${path.basename(target)}: the second one is refused.`);
    }
    await unlink(staged);
  }
  // Also where it was there already: whoever published it may not have come to that yet.
  await syncFolder(path.dirname(target));
}

/** After this a new name in the folder survives a power cut. */
export async function syncFolder(at: string): Promise<void> {
  const folder = await open(at, 'r');
  try {
    // Some file systems cannot sync a folder; there the name is as durable as it gets.
    await folder.sync().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EINVAL' && error.code !== 'EPERM') throw error;
    });
  } finally {
    await folder.close();
  }
}

async function sameOctets(one: string, other: string, size: number): Promise<boolean> {
  const buffers: PieceBuffers = pieceBuffers();
  const left = fileContent({ file: one, start: 0, end: size }, buffers).lend();
  const right = fileContent({ file: other, start: 0, end: size }, buffers).lend();
  try {
    for (;;) {
      const [mine, theirs] = await Promise.all([left.next(), right.next()]);
      if (mine.done || theirs.done) return mine.done === theirs.done;
      if (Buffer.compare(mine.value, theirs.value) !== 0) return false;
    }
  } finally {
    await Promise.all([left.return?.(), right.return?.()]);
  }
}
