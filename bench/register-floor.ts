import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { registryMigrations } from '../actors/document-registry/migrations/migrations.ts';

const written = ['registry_object', 'document_entry', 'submission_set', 'association'] as const;
type Row = Readonly<Record<string, unknown>>;

/**
 * What a registration must cost at least: the rows that one submission for the first patient left in the registry's
 * tables, inserted into tables of the same shape with ids of their own, by one prepared statement, in one transaction.
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
  const template: { table: string; rows: Row[] }[] = [];
  for (const table of written) {
    const { rows } = await pool.query<Row>(`select * from document_registry.${table} where patient_id = $1`, [
      patients[0],
    ]);
    if (rows.length === 0) throw new Error(`A registration leaves no row in ${table}: the floor is out of date.`);
    template.push({ table, rows });
  }
  const text = insertText(template);
  return async (client) => {
    const fresh = freshValues(patients[client % patients.length]!);
    const values = template.flatMap(({ rows }) => rows.flatMap(fresh));
    await pool.query({ name: 'floor-insert', text, values });
  };
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

/** The values of a row with each id replaced, the same id by the same one in all rows. */
function freshValues(patientId: string): (row: Row) => unknown[] {
  const ids = new Map<unknown, string>();
  const fresh = (id: unknown) => {
    const known = ids.get(id) ?? randomUUID();
    ids.set(id, known);
    return known;
  };
  const isId = new Set(['entry_uuid', 'logical_id', 'unique_id', 'source', 'target']);
  return (row) =>
    Object.entries(row).map(([column, value]) => {
      if (column === 'patient_id') return patientId;
      return isId.has(column) && value !== null ? fresh(value) : value;
    });
}
