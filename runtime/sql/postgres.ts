import pg from 'pg';
import type { Logger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { type Lease, lend, reportedByTheNextStatement, run } from './connection.ts';
import type { Database, Migration } from './database.ts';
import { finishOnline } from './finish-online.ts';
import { migrate } from './migrate.ts';
import { stream } from './stream-rows.ts';
import { transaction, write } from './transaction.ts';
import { createTurns } from './turns.ts';

/** Rows fetched at a time where nothing else is asked for. */
const fetchedRows = 500;

/** bigint columns are counts and sizes here, all below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig;

/**
 * Hot statements are constant texts over partitioned tables whose rows are reached by a key. Planning them anew for each
 * set of values costs more than running them, so that a plan is made once, and must be one that is right for any values
 * and however young the tables' statistics are: from row to row by index. What reads a table without an index still may.
 */
const planning = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  // The price put on a scan that cannot be avoided would make it look worth compiling.
  'jit=off',
];

/** One actor's schema and the pool behind it. */
export interface OpenDatabase extends Database {
  close(): Promise<void>;
}

/**
 * Opens one schema of a PostgreSQL 15 to 18 and brings its tables to the newest step; online work of a step goes on
 * behind it, noted in `log`.
 *
 * `connections` bounds the pool. Throws Unavailable when the server does not answer, Error when a migration fails.
 */
export async function openDatabase(options: {
  url: string;
  schema: string;
  migrations: readonly Migration[];
  connections?: number;
  log?: Logger;
}): Promise<OpenDatabase> {
  const pending = await prepareSchema(options);
  const online = pending.length === 0 ? undefined : finishOnline(options);
  const { connections = 16 } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    options: [`search_path=${options.schema}`, ...planning].map((setting) => `-c ${setting}`).join(' '),
    max: connections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    types,
  });
  // A broken idle connection is replaced by the pool; the query that needs one reports its own trouble.
  pool.on('error', () => undefined);
  const acquire = () => lend(pool);
  // A stream lasts as long as its reader: half of the connections are left for everybody else.
  const streams = createTurns(Math.max(1, Math.floor(connections / 2)));
  return {
    query: (text, values, name) => run(pool, { text, values, name }),
    transaction: (work, settings) => transaction(acquire, work, settings?.isolation ?? 'read committed'),
    write: (text, values, name) => write(acquire, { text, values, name }),
    alone: (name, work) => alone(acquire, `${options.schema} ${name}`, work),
    stream: (text, values, settings) =>
      stream({ acquire, streams }, { text, values }, settings?.fetchedRows ?? fetchedRows),
    ready: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    close: async () => {
      await online?.stop();
      await pool.end();
    },
  };
}

async function prepareSchema(options: {
  url: string;
  schema: string;
  migrations: readonly Migration[];
}): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 10_000 });
  client.on('error', reportedByTheNextStatement);
  try {
    await client.connect();
  } catch (cause) {
    throw new Unavailable(`The database does not accept connections: ${(cause as Error).message}`, { cause });
  }
  try {
    return await migrate(client, options.schema, options.migrations);
  } finally {
    await client.end();
  }
}

/** The lock is a connection's own: it goes with the process that holds it. */
async function alone<T>(acquire: () => Promise<Lease>, name: string, work: () => Promise<T>): Promise<T | undefined> {
  const { client, release } = await acquire();
  let broken = true;
  try {
    const [row] = await run<{ mine: boolean }>(client, {
      text: 'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
      values: [name],
    });
    const mine = row?.mine === true;
    const result = mine ? await work() : undefined;
    if (mine) await run(client, { text: 'select pg_advisory_unlock(hashtextextended($1, 0))', values: [name] });
    broken = false;
    return result;
  } finally {
    // A connection that still holds the lock is given up together with it.
    release(broken);
  }
}
