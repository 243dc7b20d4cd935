import { StorageFull, Unavailable } from '../../unavailable.ts';

/** Turns trouble of the disk into Unavailable or StorageFull; the path stays in the cause. */
export async function storage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new StorageFull('The document storage is full.', { cause });
    if (code !== undefined && /^E[A-Z]+$/.test(code)) {
      throw new Unavailable(`The document storage does not work (${code}).`, { cause });
    }
    throw cause;
  }
}

/** What a file that is not there means: undefined; anything else is thrown on. */
export function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
