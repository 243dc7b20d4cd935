import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from './domain-lock.ts';

describe('lock of the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps a second domain out and lets it in after release', async () => {
    const lock = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toThrow(`process ${process.pid}`);
    await lock.release();
    await (await lockDataFolder(folder)).release();
  });

  it('says why a folder cannot be used', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const below = path.join(folder, 'file', 'below');
    await expect(lockDataFolder(below)).rejects.toThrow(
      `The data folder ${below} cannot be used: part of the path is a file, not a folder.`,
    );
  });

  it.runIf(process.platform === 'linux')('clears a lock whose process was killed and not buried yet', async () => {
    // A shell that becomes another program never asks for the ends of its children.
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = line.toString().trim();
      const fields = async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
      await expect.poll(async () => (await fields())[0]).toBe('Z');
      await writeFile(path.join(folder, 'domain.lock'), `${pid} ${(await fields())[19]}\n`);
      await (await lockDataFolder(folder)).release();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it.each([
    ['whose process is gone', '999999999 12345\n'],
    ['whose number belongs to another process now', `${process.pid} 1\n`],
    ['that was cut off', ''],
  ])('clears a lock %s', async (_, content) => {
    await writeFile(path.join(folder, 'domain.lock'), content);
    await (await lockDataFolder(folder)).release();
  });
});
