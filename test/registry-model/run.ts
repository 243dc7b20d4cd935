import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../runtime/sql/embedded.ts';
import { playEpisode } from './episode.ts';
import type { Call, Step } from './operation.ts';
import { Deviation, openPlay, type Play } from './play.ts';
import { everyRace, race } from './races.ts';
import { deviationOf, shrink } from './shrink.ts';
import { nameOf, told } from './tell.ts';

const usage = `npx tsx test/registry-model/run.ts [--seed N] [--steps N] [--episode N] [--races N] [--schedules N]

Plays random sequences against a registry and its model until so many steps went well, or one did not; then makes every
two of a list of calls at the same time.

  --seed N      of the first episode; the next one is N + 1. Default: the time.
  --steps N     in all. Default 2000.
  --episode N   steps of one episode, which begins with an empty registry. Default 60.
  --races N     steps of a hundred that are several calls at once. Default 30.
  --schedules N ways in which each two calls meet. Default 5.
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    steps: { type: 'string', default: '2000' },
    episode: { type: 'string', default: '60' },
    races: { type: 'string', default: '30' },
    schedules: { type: 'string', default: '5' },
  },
});

const counts = new Map<string, number>();

if (values.help) process.stdout.write(usage);
else process.exitCode = await run();

async function run(): Promise<number> {
  const [first, steps, length, races] = [values.seed, values.steps, values.episode, values.races].map(Number);
  const folder = await mkdtemp(path.join(tmpdir(), 'affinity-model-'));
  const server = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'postgres') });
  try {
    await using play = await openPlay(server.url);
    for (let seed = first!, taken = 0; taken < steps!; seed++, taken += length!) {
      if (!(await playsWell(play, { seed, steps: length!, races: races! }))) return 1;
      process.stdout.write(`seed ${seed}: ${length} steps, ${play.registry.objects.size} objects\n`);
    }
    for (const [line, number] of [...counts].sort()) process.stdout.write(`${String(number).padStart(8)} ${line}\n`);
    return (await everyRaceGoesWell(play, first!)) ? 0 : 1;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function count(call: Call, codes: readonly string[]): void {
  const name = call.does === 'ask' ? call.query.name : nameOf(call);
  for (const outcome of codes.length === 0 ? ['accepted'] : codes) {
    const line = `${name} ${outcome}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
}

async function playsWell(play: Play, options: { seed: number; steps: number; races: number }): Promise<boolean> {
  const taken: Step[] = [];
  try {
    await playEpisode(play, { ...options, note: (step) => taken.push(step), count });
    return true;
  } catch (error) {
    if (!(error instanceof Deviation)) throw error;
    process.stdout.write(`seed ${options.seed}, step ${taken.length}:\n${error.message}\n\nshrinking …\n`);
    const shortest = await shrink(play, taken);
    const again = await deviationOf(play, shortest);
    process.stdout.write(`${shortest.map(told).join('\n')}\n\n${(again ?? error).message}\n`);
    return false;
  }
}

async function everyRaceGoesWell(play: Play, seed: number): Promise<boolean> {
  for (const pair of everyRace) {
    for (let schedule = seed; schedule < seed + Number(values.schedules); schedule++) {
      try {
        await race(play, pair, schedule);
      } catch (error) {
        if (!(error instanceof Deviation)) throw error;
        process.stdout.write(`${pair.join(' and ')}, schedule ${schedule}:\n${error.message}\n`);
        return false;
      }
    }
  }
  process.stdout.write(`${everyRace.length} races, ${values.schedules} schedules each\n`);
  return true;
}
