import { parseArgs } from 'node:util';
import { packageRoot } from '../cli/package-root.ts';
import { benchDocuments } from './documents.ts';
import { benchImaging } from './imaging.ts';
import { benchQuery } from './query.ts';
import { benchRegister } from './register.ts';
import { type Result, report } from './report.ts';
import { benchStreaming } from './streaming.ts';
import { type World, withWorld } from './world.ts';

const gib = 2 ** 30;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '3' },
    /** Octets of the streaming benchmark's document and study. */
    size: { type: 'string', default: String(2 * gib) },
  },
});
/** Each benchmark by the name the command line takes. */
const benchmarks: Readonly<Record<string, (world: World) => Promise<Result[]>>> = {
  register: benchRegister,
  query: (world) => benchQuery(world, 10_000),
  documents: async (world) => [
    ...(await benchDocuments(world, 1_000_000, 8)),
    ...(await benchDocuments(world, 100_000_000, 2)),
  ],
  imaging: (world) => benchImaging(world, 200),
  streaming: (world) => benchStreaming(world, Number(values.size)),
};

const unknown = positionals.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.\n`,
  );
  process.exit(2);
}
const effort = { seconds: Number(values.seconds), clients: Number(values.clients), rounds: Number(values.rounds) };
const results: Result[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benchmarks)) {
  process.stderr.write(`${name} …\n`);
  results.push(...(await withWorld(effort, benchmarks[name]!)));
}
await report(packageRoot(), results, [
  `Each pair measured in turn, ${effort.rounds} rounds of ${effort.seconds} s, the round with the median ratio shown; ` +
    'client, server and database share the machine. PostgreSQL with fsync.',
]);
