import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

const fileOf = (dataFolder: string) => path.join(dataFolder, 'restore.unfinished');

/** Says in the data folder that what lies there is not whole yet. */
export async function markUnfinishedRestore(dataFolder: string): Promise<void> {
  await writeFile(
    fileOf(dataFolder),
    'A restore into this folder has not finished. Empty the folder and restore again.\n',
  );
}

/** The restore is whole. */
export async function clearUnfinishedRestore(dataFolder: string): Promise<void> {
  await rm(fileOf(dataFolder));
}

/** Throws when a restore into the data folder was broken off: a domain must not start on half of what it had. */
export async function refuseUnfinishedRestore(dataFolder: string): Promise<void> {
  const there = await stat(fileOf(dataFolder)).catch(() => undefined);
  if (there === undefined) return;
  throw new Error(
    `${dataFolder} holds a restore that was broken off. Empty the folder and run "affinity restore" again.`,
  );
}
