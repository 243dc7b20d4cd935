import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf } from './file-error.ts';

/** The data folder is this process's own until `release`. */
export interface DomainLock {
  release(): Promise<void>;
}

/**
 * Claims a data folder for this process. Throws when a running process holds it; a lock whose process is gone, or
 * whose number was given to another process since, is cleared.
 */
export async function lockDataFolder(folder: string): Promise<DomainLock> {
  await mkdir(folder, { recursive: true }).catch(refuseFolder(folder));
  const file = path.join(folder, 'domain.lock');
  const mine = `${process.pid} ${await startedAt(process.pid)}\n`;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const lock = await open(file, 'wx');
      await lock.writeFile(mine);
      await lock.close();
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') refuseFolder(folder)(error as Error);
    }
    const holder = await readFile(file, 'utf8').catch(() => '');
    const [pid, since] = holder.trim().split(' ');
    if (pid !== undefined && pid !== '' && (await startedAt(Number(pid))) === since) {
      throw new Error(
        `${folder} is in use by a running domain (process ${pid}). Stop it first, or choose another folder with --data.`,
      );
    }
    await rm(file, { force: true });
  }
  throw new Error(`${file} could not be created: another process keeps taking it.`);
}

function refuseFolder(folder: string): (error: Error) => never {
  return (error) => {
    throw new Error(`The data folder ${folder} cannot be used: ${reasonOf(error)}.`, { cause: error });
  };
}

/** When a process started, in a form that a later process with the same number does not share; '' when it is gone. */
async function startedAt(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // Field 22; the name in parentheses may hold blanks, so count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // One that was killed keeps its number until its parent looks, in a container perhaps never; it holds nothing any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '');
  }
  try {
    process.kill(pid, 0);
    return 'running';
  } catch {
    return '';
  }
}
