import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { numberOption } from '../cli/options.ts';
import { defaultCodesFile } from '../cli/package-root.ts';
import { readCodeSets } from '../schemas/vocabulary/code-sets.ts';
import { isSound, summaryOf, torture } from './run.ts';

const program = new Command('torture')
  .description('Kill registry, repository or PostgreSQL under load, again and again, and look for what is lost.')
  .option('--rounds <number>', 'kills', numberOption(1, 1_000_000), 200)
  .option('--seed <number>', 'of all chance; default: the time', numberOption(0, 2 ** 32 - 1))
  .option('--seconds <number>', 'no new round after so long', numberOption(1, 1_000_000), 1_000_000)
  .option('--keep', 'leave the data of the last world where it is')
  .parse();

const options = program.opts<{ rounds: number; seed?: number; seconds: number; keep?: boolean }>();
const seed = options.seed ?? Date.now() % 2 ** 32;
const folder = await mkdtemp(path.join(tmpdir(), 'affinity-torture-'));
const { codeSets } = readCodeSets(await readFile(defaultCodesFile(), 'utf8'));
process.stdout.write(`seed ${seed}, in ${folder}\n`);
const result = await torture({
  rounds: options.rounds,
  seconds: options.seconds,
  seed,
  folder,
  codeSets,
  tell: (line) => process.stdout.write(`${line}\n`),
});
for (const [kind, found] of Object.entries(result.losses)) {
  for (const what of found.slice(0, 20)) process.stdout.write(`${kind}: ${what}\n`);
}
process.stdout.write(`${summaryOf(result)}\n`);
if (isSound(result.losses) && !options.keep) await rm(folder, { recursive: true, force: true });
else process.stdout.write(`Logs and data are in ${folder}.\n`);
process.exitCode = isSound(result.losses) ? 0 : 1;
