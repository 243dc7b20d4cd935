import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Sql } from '../../runtime/sql/database.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { type Random, randomFrom } from './random.ts';

/** Lets several calls run at the same time, statement by statement in an order that a seed decides. */
export interface Turns {
  /** The database for the registry: each statement waits for the turn of the call it belongs to. */
  between(database: OpenDatabase): Database;
  /** Runs the calls together; the results are in their order. */
  together<T>(calls: readonly (() => Promise<T>)[], seed: number): Promise<PromiseSettledResult<T>[]>;
}

/** One call: at work between statements, waiting for its turn, in the database, or done. */
interface Player {
  state: 'working' | 'waiting' | 'in database' | 'done';
  /** Lets the statement it waits with go. */
  proceed?: () => void;
}

/**
 * Two calls that overlap on a machine with nothing else to do meet in few of the ways they could. Here nobody goes on
 * before everybody is waiting for a turn or for a lock, and then one whom the seed picks. What waits for locks is told by
 * the application_name of the registry's connections, which must be nobody else's.
 */
export function createTurns(): Turns {
  const current = new AsyncLocalStorage<Player>();
  let watch: Sql | undefined;

  const inTurn = async <T>(statement: () => Promise<T>): Promise<T> => {
    const player = current.getStore();
    if (player === undefined) return statement();
    await new Promise<void>((resolve) => {
      player.state = 'waiting';
      player.proceed = resolve;
    });
    player.state = 'in database';
    try {
      return await statement();
    } finally {
      player.state = 'working';
    }
  };

  const between = (database: OpenDatabase): Database => {
    watch = database;
    const transaction: Database['transaction'] = (work, options) =>
      database.transaction(async (sql) => {
        // Deadlocks are looked for at once: nobody but the players can end them.
        if (current.getStore() !== undefined) await sql.query(`set local deadlock_timeout = '5ms'`);
        return work({ query: (text, values, name) => inTurn(() => sql.query(text, values, name)) });
      }, options);
    return {
      ...database,
      transaction,
      query: (text, values, name) => inTurn(() => database.query(text, values, name)),
      write: (text, values, name) => inTurn(() => database.write(text, values, name)),
    };
  };

  return {
    between,
    async together(calls, seed) {
      const players = calls.map((): Player => ({ state: 'working' }));
      const results = Promise.allSettled(
        calls.map((call, i) =>
          current.run(players[i]!, call).finally(() => {
            players[i]!.state = 'done';
          }),
        ),
      );
      await conduct(players, randomFrom(seed), watch!);
      return results;
    },
  };
}

async function conduct(players: readonly Player[], random: Random, watch: Sql): Promise<void> {
  for (;;) {
    await settled(players, watch);
    const next = random.pickAny(players.filter(({ state }) => state === 'waiting'));
    if (next !== undefined) {
      next.state = 'working';
      next.proceed!();
    } else if (players.every(({ state }) => state === 'done')) {
      return;
    }
  }
}

/** Resolves when everybody waits for a turn or a lock, or is done. */
async function settled(players: readonly Player[], watch: Sql): Promise<void> {
  for (;;) {
    await sleep(0);
    if (players.some(({ state }) => state === 'working')) continue;
    const asking = players.filter(({ state }) => state === 'in database');
    if (asking.length === 0) return;
    const areBlocked = (await lockWaiters(watch)) >= asking.length;
    const areStill = asking.every(({ state }) => state === 'in database');
    // With nobody left to go on it is a deadlock, which the server ends.
    if (areBlocked && areStill && players.some(({ state }) => state === 'waiting')) return;
    await sleep(1);
  }
}

async function lockWaiters(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where wait_event_type = 'Lock' and application_name = current_setting('application_name')`,
    [],
    'lock-waiters',
  );
  return row!.count;
}
