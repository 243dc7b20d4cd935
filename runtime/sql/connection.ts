import type pg from 'pg';
import { Unavailable } from '../unavailable.ts';
import type { Row } from './database.ts';

/** SQLSTATE classes and codes that say "the server is away, starting, stopping or full". */
const away = /^(08...|53...|57P0[123]|58030)$/;

/** A connection for several statements. One that breaks between them fails the next statement, not the program. */
export interface Lease {
  readonly client: pg.PoolClient;
  /** Gives the connection back; a broken one is thrown away. */
  release(broken: boolean): void;
}

/** For connections whose trouble the next statement reports. */
export const reportedByTheNextStatement = () => undefined;

/**
 * A connection of the pool; throws Unavailable without one. The listener is there before this returns to the driver: a server that stops may end what it has just
 * greeted.
 */
export function lend(pool: pg.Pool): Promise<Lease> {
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

/** A statement, its values, and the name it is prepared under. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
  readonly name?: string | undefined;
}

/**
 * The rows of one statement; throws Unavailable when the server does not answer.
 *
 * The driver reads the values and keeps nothing of them. It is called back rather than awaited: rows of its promises outlive
 * every young collection of V8, which then copies each of them twice.
 */
export function run<R extends Row>(on: pg.Pool | pg.PoolClient, statement: Statement): Promise<readonly R[]> {
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
