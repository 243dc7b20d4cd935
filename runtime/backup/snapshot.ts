import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** A table as it is copied. */
export interface CopiedTable {
  readonly name: string;
  /** In the order they are copied. */
  readonly columns: readonly string[];
}

/** A counter and where it stands. */
export interface SequenceValue {
  readonly name: string;
  readonly value: string;
  /** False while the value itself is the next one to be given. */
  readonly called: boolean;
}

/** Begins a transaction in which everything is as it is now, however long it lasts. */
export async function beginSnapshot(client: Client): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  // The snapshot is taken by the first statement, not by begin.
  await client.query('select 1');
}

/** Of these schemas, those that are there and migrated. */
export async function schemasPresent(client: Client, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname as name from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relname = 'migration'
     where n.nspname = any($1) order by 1`,
    [schemas],
  );
  return rows.map(({ name }) => name);
}

/** The names of the steps a schema has seen. */
export async function appliedMigrations(client: Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from ${client.escapeIdentifier(schema)}.migration order by name`,
  );
  return rows.map(({ name }) => name);
}

/** The names of the steps of which the online work is not done. */
export async function pendingMigrations(client: Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from ${client.escapeIdentifier(schema)}.migration where pending order by name`,
  );
  return rows.map(({ name }) => name);
}

/**
 * The tables of a schema whose rows are data, what others refer to first: a partitioned table stands for its parts, the
 * record of migrations is no data. Throws when tables refer to one another in a circle.
 */
export async function tablesOf(client: Client, schema: string): Promise<CopiedTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select t.relname::text from pg_constraint f join pg_class t on t.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
     order by c.relname`,
    [schema],
  );
  const ordered: CopiedTable[] = [];
  const placed = new Set<string>();
  while (ordered.length < rows.length) {
    const ready = rows.filter(({ name, needs }) => !placed.has(name) && needs.every((need) => placed.has(need)));
    if (ready.length === 0) throw new Error(`The tables of ${schema} refer to one another in a circle.`);
    for (const { name, columns } of ready) {
      ordered.push({ name, columns });
      placed.add(name);
    }
  }
  return ordered;
}

/** Where the counters of a schema stand. */
export async function sequencesOf(client: Client, schema: string): Promise<SequenceValue[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = 'S' order by 1`,
    [schema],
  );
  const values: SequenceValue[] = [];
  for (const { name } of rows) {
    const found = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${qualified(client, schema, name)}`,
    );
    values.push({ name, ...found.rows[0]! });
  }
  return values;
}

/** Sets a counter. */
export async function setSequence(
  client: Client,
  schema: string,
  { name, value, called }: SequenceValue,
): Promise<void> {
  await client.query('select setval($1::regclass, $2::bigint, $3)', [qualified(client, schema, name), value, called]);
}

/** Writes the rows of a table into a new file, durably: PostgreSQL's own text form, which any version reads. */
export async function exportTable(
  client: Client,
  table: CopiedTable & { readonly schema: string },
  file: string,
): Promise<{ rows: number; bytes: number; sha256: string }> {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const rows = client.query(
    copyTo(`copy (select ${columns} from ${qualified(client, table.schema, table.name)}) to stdout`),
  );
  const sha256 = createHash('sha256');
  let bytes = 0;
  const handle = await open(file, 'wx');
  try {
    for await (const chunk of rows as AsyncIterable<Buffer>) {
      sha256.update(chunk);
      bytes += chunk.length;
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { rows: rows.rowCount, bytes, sha256: sha256.digest('hex') };
}

/** Reads the rows of a table from a file. Gives their number. */
export async function importTable(
  client: Client,
  table: CopiedTable & { readonly schema: string },
  file: string,
): Promise<number> {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const rows = client.query(copyFrom(`copy ${qualified(client, table.schema, table.name)} (${columns}) from stdin`));
  await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), rows);
  return rows.rowCount;
}

/** A name with its schema, quoted. */
export function qualified(client: Client, schema: string, name: string): string {
  return `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
}
