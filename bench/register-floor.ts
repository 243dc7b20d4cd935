import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { registryMigrations } from '../actors/document-registry/migrations/migrations.ts';
import { oidFromUuid } from '../schemas/datatypes/uuid.ts';

const written = ['registry_object', 'document_entry', 'submission_set', 'association'] as const;
type Row = Readonly<Record<string, unknown>>;

/**
 * What a registration must cost at least: the rows that one submission of each patient left in the registry's tables,
 * inserted into tables of the same shape with ids of their own, by one prepared statement, in one transaction.
 */
export async function plainInsert(
  pool: pg.Pool,
  patients: readonly string[],
): Promise<(client: number) => Promise<void>> {
  const connection = await pool.connect();
  await connection.query(
    `drop schema if exists floor cascade; create schema floor; set search_path to floor; ${registryMigrations.map((step) => step.up).join(';')}; reset search_path`,
  );
  await connection.query('insert into floor.patient select * from document_registry.patient');
  connection.release();
  const templates = await Promise.all(patients.map((patient) => rowsOf(pool, patient)));
  const text = insertText(templates[0]!);
  return async (client) => {
    const fresh = freshValues();
    const values = templates[client % templates.length]!.flatMap(({ rows }) => rows.flatMap(fresh));
    await pool.query({ name: 'floor-insert', text, values });
  };
}

/** What one submission left, table by table. */
async function rowsOf(pool: pg.Pool, patient: string): Promise<{ table: string; rows: Row[] }[]> {
  return Promise.all(
    written.map(async (table) => {
      const query = `select * from document_registry.${table} where patient_id = $1`;
      const { rows } = await pool.query<Row>(query, [patient]);
      if (rows.length === 0) throw new Error(`A registration leaves no row in ${table}: the floor is out of date.`);
      return { table, rows };
    }),
  );
}

function insertText(template: readonly { table: string; rows: readonly Row[] }[]): string {
  let place = 0;
  const inserts = template.map(({ table, rows }, i) => {
    const columns = Object.keys(rows[0]!);
    const lines = rows.map(() => `(${columns.map(() => `$${++place}`).join(', ')})`);
    return `i${i} as (insert into floor.${table} (${columns.join(', ')}) values ${lines.join(', ')})`;
  });
  return `with ${inserts.join(', ')} select`;
}

const isUUID = new Set(['entry_uuid', 'logical_id', 'source', 'target']);

/** The values of a row with each id replaced, the same id by the same one in all rows. */
function freshValues(): (row: Row) => unknown[] {
  const ids = new Map<unknown, string>();
  const fresh = (id: unknown, isOid: boolean) => {
    const known = ids.get(id) ?? (isOid ? oidFromUuid(randomUUID()) : randomUUID());
    ids.set(id, known);
    return known;
  };
  return (row) =>
    Object.entries(row).map(([column, value]) => {
      const isOid = column === 'unique_id';
      return value !== null && (isOid || isUUID.has(column)) ? fresh(value, isOid) : value;
    });
}
