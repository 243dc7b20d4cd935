import type { Client } from 'pg';
import type { Migration } from './database.ts';

/** Any constant: all migrating processes of one database queue here. */
const lock = 4_101_842;

/**
 * Brings one schema to the newest step: creates it when absent and runs the steps it has not seen, each in a
 * transaction of its own, in the order of their names.
 *
 * The lock is the connection's own, so that a process killed half way leaves none behind. Throws when the schema has
 * steps this version does not know (it was written by a newer one).
 */
export async function migrate(client: Client, schema: string, migrations: readonly Migration[]): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [lock]);
  try {
    await client.query(`create schema if not exists ${client.escapeIdentifier(schema)}`);
    await client.query(`set search_path to ${client.escapeIdentifier(schema)}`);
    await client.query(
      'create table if not exists migration (name text primary key, applied_at timestamptz not null default now())',
    );
    const applied = new Set((await client.query('select name from migration')).rows.map((row) => row.name as string));
    const known = new Set(migrations.map((m) => m.name));
    const unknown = [...applied].filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new Error(
        `Schema ${schema} was written by a newer version of this software (step ${unknown.join(', ')} is unknown here). ` +
          'Start that version, or restore a backup made before it.',
      );
    }
    for (const step of [...migrations].sort((a, b) => a.name.localeCompare(b.name))) {
      if (applied.has(step.name)) continue;
      await apply(client, step);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]);
  }
}

async function apply(client: Client, step: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(step.up);
    await client.query('insert into migration (name) values ($1)', [step.name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
