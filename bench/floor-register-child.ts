import pg from 'pg';
import { type Load, runLoad } from './load.ts';
import { plainInsert } from './register-floor.ts';
import { untilParentEnds } from './until-parent-ends.ts';

/** How hard to insert; answered with the Load. */
export interface FloorRegister {
  readonly clients: number;
  readonly seconds: number;
}

const [url, connections, ...patients] = process.argv.slice(2) as [string, string, ...string[]];
const pool = new pg.Pool({ connectionString: url, max: Number(connections), idleTimeoutMillis: 0 });
// A server that ends first is told by the query that needs it.
pool.on('error', () => undefined);
untilParentEnds(() => pool.end());
const work = await plainInsert(pool, patients);

process.on('message', ({ clients, seconds }: FloorRegister) => {
  runLoad({ clients, seconds, work }).then(
    (load: Load) => process.send!(load),
    (error: unknown) => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  );
});
process.send!('ready');
