import { parseArgs } from 'node:util';
import { packageRoot } from '../cli/package-root.ts';
import { benchProvide, benchRetrieve } from './documents.ts';
import { benchImaging } from './imaging.ts';
import { benchQuery } from './query.ts';
import { benchBulk, benchRegister } from './register.ts';
import { type Result, report } from './report.ts';
import { benchStreaming } from './streaming.ts';
import { benchWorkers } from './workers.ts';
import { type World, withWorld } from './world.ts';

const usage = `npm run bench -- [BENCHMARK...] [--seconds N] [--clients N] [--rounds N] [--size OCTETS]

  register    ITI-42 of one entry
  bulk        ITI-42 of 250 entries in one submission
  query       ITI-18 FindDocuments
  workers     ITI-18 with the registry in one process and in two
  provide     ITI-41 of 1 MB and 100 MB
  retrieve    ITI-43 of 1 MB and 100 MB
  imaging     RAD-69 of a CT study
  streaming   memory of the services while 2 GiB pass through them (--size for another amount)

Without a name: all but streaming.
`;

const documentLoads = [
  { size: 1_000_000, clients: 32 },
  { size: 100_000_000, clients: 2, longest: 2 },
];

/** Each benchmark by the name the command line takes. */
const benchmarks: Readonly<Record<string, (world: World, size: number) => Promise<Result[]>>> = {
  register: benchRegister,
  bulk: (world) => benchBulk(world, 250),
  query: (world) => benchQuery(world, [10_000, 1_000_000]),
  workers: (world) => benchWorkers(world, { patients: 500, workers: [1, 2] }),
  provide: (world) => benchProvide(world, documentLoads),
  retrieve: (world) => benchRetrieve(world, documentLoads),
  imaging: (world) => benchImaging(world, 200),
  streaming: (world, size) => benchStreaming(world, size),
};

const { names, effort, size } = commandLine();
const results: Result[] = [];
for (const name of names) {
  process.stderr.write(`${name} …\n`);
  results.push(...(await withWorld(effort, (world) => benchmarks[name]!(world, size))));
}
await report(packageRoot(), {
  benchmarks: names,
  results,
  notes: [
    `Ours and floor in turn, ${effort.rounds} rounds of ${effort.seconds} s each; the round with the median ratio is shown.`,
    'Caller, service and database share the machine. PostgreSQL and files are synced to disk on both sides.',
    'Plain SQL: the same rows by one prepared statement. Bare HTTP: the same octets by a Node server without any protocol.',
  ],
});

function commandLine() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '5' },
      clients: { type: 'string', default: '32' },
      rounds: { type: 'string', default: '3' },
      size: { type: 'string', default: String(2 ** 31) },
    },
  });
  const number = (name: 'seconds' | 'clients' | 'rounds' | 'size') => {
    const value = Number(values[name]);
    if (!(value > 0)) refuse(`--${name} ${values[name]} is not a number above 0.`);
    return value;
  };
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const unknown = positionals.filter((name) => !Object.hasOwn(benchmarks, name));
  if (unknown.length > 0) refuse(`There is no benchmark ${unknown.join(', ')}.`);
  const all = Object.keys(benchmarks).filter((name) => name !== 'streaming');
  return {
    names: positionals.length > 0 ? [...new Set(positionals)] : all,
    effort: { seconds: number('seconds'), clients: Math.ceil(number('clients')), rounds: Math.ceil(number('rounds')) },
    size: number('size'),
  };
}

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n\n${usage}`);
  process.exit(2);
}
