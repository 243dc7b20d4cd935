import pg from 'pg';
import { runLoad } from './load.ts';
import { untilParentEnds } from './until-parent-ends.ts';

/** What a query must cost at least: stored text fetched by one prepared statement, in a process of its own. */
export interface FloorQuery {
  readonly text: string;
  /** The values of each query are one of these, by chance. */
  readonly values: readonly (readonly string[])[];
  /** Rows that each of them finds. */
  readonly rows: number;
  readonly clients: number;
  readonly seconds: number;
}

const [url, connections] = process.argv.slice(2) as [string, string];
const pool = new pg.Pool({ connectionString: url, max: Number(connections), idleTimeoutMillis: 0 });
pool.on('error', () => undefined);

async function run({ text, values, rows, clients, seconds }: FloorQuery) {
  return runLoad({
    clients,
    seconds,
    work: async () => {
      const found = await pool.query({
        name: `floor-${text.length}`,
        text,
        values: [...values[Math.floor(Math.random() * values.length)]!],
      });
      if (found.rows.length !== rows) throw new Error(`The floor found ${found.rows.length} rows.`);
    },
  });
}

process.on('message', (query: FloorQuery) => {
  run(query).then(
    (load) => process.send!(load),
    (error: unknown) => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  );
});
untilParentEnds(() => pool.end());
process.send!('ready');
