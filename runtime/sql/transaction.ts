import type pg from 'pg';
import { OutcomeUnknown, Unavailable } from '../unavailable.ts';
import { type Lease, run, type Statement } from './connection.ts';
import type { Row, Sql } from './database.ts';

/** SQLSTATE of work that is worth doing again from its start: serialisation failure and deadlock. */
const retried = new Set(['40001', '40P01']);
const retries = 8;

/** See Database.write. The server commits a single statement itself, before it says that it is ready for the next. */
export async function write<R extends Row>(acquire: () => Promise<Lease>, statement: Statement): Promise<readonly R[]> {
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

/** See Database.transaction. */
export async function transaction<T>(
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
