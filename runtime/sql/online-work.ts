import type { Client } from 'pg';
import type { OnlineWork } from './database.ts';

/** Between two portions of a backfill, so that the service keeps most of the disk. */
const breatheMs = 5;

/**
 * Does one piece of online work, outside transactions. It may have been broken off before: an index that was left half
 * built is dropped and built again, a backfill goes on where it was. `gone` ends a backfill early.
 */
export async function workOnline(client: Client, work: OnlineWork, gone: () => boolean): Promise<void> {
  if ('index' in work) return buildIndex(client, work);
  if ('statement' in work) {
    await client.query(work.statement);
    return;
  }
  while (!gone()) {
    const { rowCount } = await client.query(work.backfill);
    if (rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, breatheMs));
  }
}

type IndexWork = Extract<OnlineWork, { index: string }>;

/** PostgreSQL does not build the index of a partitioned table concurrently: its parts are built and attached one by one. */
async function buildIndex(client: Client, { index, on, by }: IndexWork): Promise<void> {
  const parts = await client.query<{ name: string }>(
    `select i.inhrelid::regclass::text as name from pg_inherits i where i.inhparent = $1::regclass order by 1`,
    [on],
  );
  if (parts.rows.length === 0) return buildOne(client, { index, on, by });
  await client.query(`create index if not exists ${index} on only ${on} ${by}`);
  for (const { name } of parts.rows) {
    const part = `${index}_of_${name}`;
    await buildOne(client, { index: part, on: name, by });
    // Attaching what is attached already does nothing.
    await client.query(`alter index ${index} attach partition ${part}`);
  }
}

async function buildOne(client: Client, { index, on, by }: IndexWork): Promise<void> {
  const { rows } = await client.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [index],
  );
  if (rows[0]?.valid === true) return;
  // Left by a process that was killed while it built it.
  if (rows[0] !== undefined) await client.query(`drop index concurrently ${index}`);
  await client.query(`create index concurrently ${index} on ${on} ${by}`);
}
