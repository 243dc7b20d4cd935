import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { missing } from './trouble.ts';

/** Nothing is on its way for longer without a single write. */
const abandonedAfterMs = 24 * 60 * 60_000;

const host = hostname().replace(/[^A-Za-z0-9-]/g, '-') || 'host';

/** The name of a file that this process begins to write. */
export function stagedName(): string {
  return `${host}.${process.pid}.${randomUUID()}`;
}

/**
 * Removes what processes that ended have left in a folder of staged files. Several processes, also of other machines,
 * may share it: what one of them may still be writing stays.
 */
export async function removeAbandoned(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(missing);
    if (found === undefined) continue;
    const idle = now - found.mtimeMs > abandonedAfterMs;
    if (idle || !writerMayLive(name, found.birthtimeMs, now)) await rm(file, { force: true });
  }
}

function writerMayLive(name: string, begunMs: number, now: number): boolean {
  const [on, pid] = name.split('.');
  if (on !== host || pid === undefined) return true;
  // A container's processes often get the number of the one before.
  if (Number(pid) === process.pid) return begunMs >= now - process.uptime() * 1000;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
