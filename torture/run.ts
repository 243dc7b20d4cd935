import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';
import { checkAfter, type Losses } from './check.ts';
import { feedOnePatient, openConnections } from './connections.ts';
import { startLoad } from './load.ts';
import { type Random, seededRandom } from './random.ts';
import { startWorld, type Victim, victims, type World } from './world.ts';

/** How much. */
export interface TortureOptions {
  readonly rounds: number;
  readonly seed: number;
  /** No new round begins after so long. */
  readonly seconds: number;
  /** Everything is kept below it, each world in a folder of its own; a world without losses is removed. */
  readonly folder: string;
  readonly codeSets: CodeSets;
  /** Told after each round. */
  readonly tell: (line: string) => void;
}

/** What came of it. */
export interface TortureResult {
  readonly rounds: number;
  readonly kills: Readonly<Record<Victim, number>>;
  readonly acknowledged: number;
  readonly losses: Losses;
}

/** Rounds on one set of data; later ones begin anew, so that looking at everything stays short. */
const roundsOfAWorld = 25;

/** Runs rounds until there are enough, time is up, or something is lost. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const random = seededRandom(options.seed);
  const begun = Date.now();
  const kills: Record<Victim, number> = { registry: 0, repository: 0, postgresql: 0 };
  const total = { rounds: 0, acknowledged: 0 };
  const losses: Losses = { lost: [], half: [], orphans: [], duplicates: [] };
  const due = () => total.rounds < options.rounds && Date.now() - begun < options.seconds * 1000 && isSound(losses);
  while (due()) {
    const folder = path.join(options.folder, `world-${total.rounds}`);
    await mkdir(folder, { recursive: true });
    {
      await using world = await startWorld(folder);
      const peers = openConnections();
      const patientId = await feedOnePatient(peers, world.addresses);
      for (let round = 1; round <= roundsOfAWorld && due(); round++) {
        const clients = { peers, addresses: world.addresses, codeSets: options.codeSets, patientId, random };
        const started = Date.now();
        const load = startLoad(clients);
        const victim = await killOne(world, random);
        await load.drain();
        const last = round === roundsOfAWorld || total.rounds + 1 === options.rounds;
        const found = await checkAfter({ peers, addresses: world.addresses }, load.attempts, last);
        for (const kind of Object.keys(losses) as (keyof Losses)[]) losses[kind].push(...found[kind]);
        const acknowledged = load.attempts.filter((attempt) => attempt.acknowledged).length;
        total.rounds++;
        total.acknowledged += acknowledged;
        kills[victim]++;
        const seconds = ((Date.now() - started) / 1000).toFixed(1);
        options.tell(`round ${total.rounds}: ${victim} killed, ${acknowledged} acknowledged, ${seconds} s`);
      }
      await peers.close();
    }
    if (isSound(losses)) await rm(folder, { recursive: true, force: true });
  }
  return { ...total, kills, losses };
}

/** True when nothing is lost, half, too much or twice. */
export function isSound(losses: Losses): boolean {
  return Object.values(losses).every((found) => found.length === 0);
}

/** Kills something at some moment under load, starts it again, and lets the load go on for a while. */
async function killOne(world: World, random: Random): Promise<Victim> {
  const victim = random.oneOf(victims);
  const wait = (min: number, max: number) => new Promise((resolve) => setTimeout(resolve, random.between(min, max)));
  await wait(100, 700);
  await world.kill(victim);
  await wait(0, 200);
  await world.start(victim);
  await wait(50, 200);
  return victim;
}

/** The line that says it all. */
export function summaryOf({ rounds, kills, acknowledged, losses }: TortureResult): string {
  const { lost, half, orphans, duplicates } = losses;
  const killed = Object.entries(kills).map(([victim, count]) => `${victim} ${count}`);
  return (
    `rounds ${rounds}, kills ${killed.join(' ')}, acknowledged ${acknowledged}, ` +
    `lost ${lost.length}, half ${half.length}, orphans ${orphans.length}, duplicates ${duplicates.length}`
  );
}
