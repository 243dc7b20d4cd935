import type { Client } from 'pg';
import type { Migration } from './database.ts';
import { workOnline } from './online-work.ts';

/** Any constant: all migrating processes of one database queue here. */
const lock = 4_101_842;

/**
 * Brings one schema to the newest step: creates it when absent and runs the steps it has not seen, each in a
 * transaction of its own, in the order of their names. Gives the names of the steps whose online work is still to be
 * done (see finishOnline); in a schema that was new it is done at once.
 *
 * The lock is the connection's own, so that a process killed half way leaves none behind. Throws when the schema has
 * steps this version does not know (it was written by a newer one).
 */
export async function migrate(client: Client, schema: string, migrations: readonly Migration[]): Promise<string[]> {
  await takeLock(client);
  try {
    await client.query(`create schema if not exists ${client.escapeIdentifier(schema)}`);
    await client.query(`set search_path to ${client.escapeIdentifier(schema)}`);
    await client.query(
      `create table if not exists migration (
         name text primary key, applied_at timestamptz not null default now(), pending boolean not null default false)`,
    );
    const applied = new Set((await client.query('select name from migration')).rows.map((row) => row.name as string));
    refuseNewer(schema, applied, migrations);
    const steps = migrations.toSorted((a, b) => a.name.localeCompare(b.name));
    for (const step of steps) if (!applied.has(step.name)) await apply(client, step);
    // Nobody is at work on a schema that has just been made.
    if (applied.size === 0) for (const name of await pendingSteps(client)) await finish(client, named(steps, name));
    return await pendingSteps(client);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]);
  }
}

/**
 * Asks for the lock again and again: a statement that waits for it would itself be waited for by an index that the holder
 * builds concurrently, and neither would ever end.
 */
async function takeLock(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lock]);
    if (rows[0]?.mine === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Does a step's online work and records that it is done; work that was broken off is taken up again. */
export async function finish(client: Client, step: Migration, gone: () => boolean = () => false): Promise<void> {
  for (const work of step.online ?? []) await workOnline(client, work, gone);
  if (!gone()) await client.query('update migration set pending = false where name = $1', [step.name]);
}

/** The steps whose online work is not done, oldest first. */
export async function pendingSteps(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration where pending order by name');
  return rows.map(({ name }) => name);
}

/** One of the steps, by its name. */
export function named(steps: readonly Migration[], name: string): Migration {
  const step = steps.find((each) => each.name === name);
  if (step === undefined) throw new Error(`The step ${name} is unknown here.`);
  return step;
}

function refuseNewer(schema: string, applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `Schema ${schema} was written by a newer version of this software (step ${unknown.join(', ')} is unknown here). ` +
      'Start that version, or restore a backup made before it.',
  );
}

/** A statement that waits for a table longer than this makes everybody else wait behind it: it is given up and repeated. */
const lockWaitMs = 1000;
const lockAttempts = 300;

async function apply(client: Client, step: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await applyOnce(client, step);
    } catch (error) {
      const busy = (error as { code?: string }).code === '55P03';
      if (!busy || attempt === lockAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, lockWaitMs));
    }
  }
}

async function applyOnce(client: Client, step: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${lockWaitMs}`);
    await client.query(step.up);
    const pending = step.online !== undefined && step.online.length > 0;
    await client.query('insert into migration (name, pending) values ($1, $2)', [step.name, pending]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
