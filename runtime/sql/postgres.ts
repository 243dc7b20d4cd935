import pg from 'pg';
import type { Logger } from '../log.ts';
import { OutcomeUnknown, Unavailable } from '../unavailable.ts';
import type { Database, Migration, Row, Sql } from './database.ts';
import { finishOnline } from './finish-online.ts';
import { migrate } from './migrate.ts';
import { createTurns, type Turns } from './turns.ts';

/** SQLSTATE of work that is worth doing again from its start: serialisation failure and deadlock. */
const retried = new Set(['40001', '40P01']);
const retries = 8;
/** Rows fetched at a time where nothing else is asked for. */
const fetchedRows = 500;

/** SQLSTATE classes and codes that say "the server is away, starting, stopping or full". */
const away = /^(08...|53...|57P0[123]|58030)$/;

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

/** A connection for several statements. One that breaks between them fails the next statement, not the program. */
interface Lease {
  readonly client: pg.PoolClient;
  /** Gives the connection back; a broken one is thrown away. */
  release(broken: boolean): void;
}

const reportedByTheNextStatement = () => undefined;

/** The listener is there before this returns to the driver: a server that stops may end what it has just greeted. */
function lend(pool: pg.Pool): Promise<Lease> {
  return new Promise((resolve, reject) => {
    pool.connect((cause, client) => {
      if (client === undefined) {
        return reject(new Unavailable('The database does not accept connections.', { cause }));
      }
      client.on('error', reportedByTheNextStatement);
      const release = (broken: boolean) => {
        client.off('error', reportedByTheNextStatement);
        client.release(broken);
      };
      resolve({ client, release });
    });
  });
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

/** A statement, its values, and the name it is prepared under. */
interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
  readonly name?: string | undefined;
}

/**
 * The driver reads the values and keeps nothing of them. It is called back rather than awaited: rows of its promises outlive
 * every young collection of V8, which then copies each of them twice.
 */
function run<R extends Row>(on: pg.Pool | pg.PoolClient, statement: Statement): Promise<readonly R[]> {
  return new Promise((resolve, reject) => {
    on.query(statement as pg.QueryConfig, (error: Error | null, result: pg.QueryResult<R>) => {
      if (error) reject(meaning(error));
      else resolve(result.rows);
    });
  });
}

/** An outage as Unavailable, anything else as it came. */
function meaning(error: unknown): unknown {
  const code = (error as { code?: string }).code;
  const lost =
    code === undefined ? /terminated|timeout|ended|closed|not queryable/i.test((error as Error).message) : false;
  if (lost || (code !== undefined && (away.test(code) || /^E[A-Z]+$/.test(code)))) {
    return new Unavailable('The database does not answer.', { cause: error });
  }
  return error;
}

/** The server commits a single statement itself, before it says that it is ready for the next. */
async function write<R extends Row>(acquire: () => Promise<Lease>, statement: Statement): Promise<readonly R[]> {
  for (let attempt = 1; ; attempt++) {
    const { client, release } = await acquire();
    let broken = false;
    try {
      return await run<R>(client, statement);
    } catch (error) {
      const outcome = outcomeOf(error);
      broken = outcome !== 'undone';
      if (outcome === 'unknown')
        throw new OutcomeUnknown('The database did not say whether the work is done.', { cause: error });
      if (attempt > retries || !isRetried(error)) throw error;
    } finally {
      release(broken);
    }
    await pause(attempt);
  }
}

/** What is certain of a single statement that failed. An error that ends the connection may come after the commit. */
function outcomeOf(error: unknown): 'undone' | 'not sent' | 'unknown' {
  const { severity, message } = (error instanceof Unavailable ? error.cause : error) as Error & { severity?: string };
  if (severity === 'ERROR') return 'undone';
  const lost = severity !== undefined || error instanceof Unavailable;
  return lost && !message.includes('not queryable') ? 'unknown' : 'not sent';
}

function isRetried(error: unknown): boolean {
  return retried.has((error as { code?: string }).code ?? '');
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2 ** attempt + attempt));
}

async function transaction<T>(
  acquire: () => Promise<Lease>,
  work: (sql: Sql) => Promise<T>,
  isolation: string,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const { client, release } = await acquire();
    let broken = false;
    try {
      await run(client, { text: `begin isolation level ${isolation}` });
      const result = await work({ query: (text, values, name) => run(client, { text, values, name }) });
      await commit(client);
      return result;
    } catch (error) {
      broken = await client.query('rollback').then(
        () => false,
        () => true,
      );
      if (attempt > retries || !isRetried(error)) throw error;
    } finally {
      release(broken);
    }
    await pause(attempt);
  }
}

/** A commit without an answer may have happened all the same. */
async function commit(client: pg.PoolClient): Promise<void> {
  try {
    await run(client, { text: 'commit' });
  } catch (cause) {
    if (!(cause instanceof Unavailable)) throw cause;
    throw new OutcomeUnknown('The database did not say whether the work is done.', { cause });
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

async function* stream<R extends Row>(
  { acquire, streams }: { readonly acquire: () => Promise<Lease>; readonly streams: Turns },
  { text, values }: Statement,
  count: number,
): AsyncGenerator<R, void, undefined> {
  const leave = await streams.take();
  try {
    yield* fetched<R>(await acquire(), { text, values }, count);
  } finally {
    leave();
  }
}

async function* fetched<R extends Row>(
  { client, release }: Lease,
  { text, values }: Statement,
  count: number,
): AsyncGenerator<R, void, undefined> {
  let broken = true;
  try {
    await run(client, { text: 'begin isolation level repeatable read read only' });
    await run(client, { text: `declare answer no scroll cursor for ${text}`, values });
    for (;;) {
      const rows = await run<R>(client, { text: `fetch ${count} from answer` });
      yield* rows;
      if (rows.length < count) break;
    }
    broken = false;
  } finally {
    const ended = await client.query('rollback').then(
      () => true,
      () => false,
    );
    release(broken && !ended);
  }
}
