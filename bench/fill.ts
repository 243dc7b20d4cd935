import type pg from 'pg';

/** A patient and how many entries they are to have. */
export interface PatientEntries {
  readonly patientId: string;
  readonly entries: number;
}

/** Entries of a patient who is asked for in a query of ordinary size. */
export const ordinary = 20;
const sizes = [5000, 2000, 1000, 500, 200, 100, 50, 30, 15, 10, 5, 3, 2, 1];

/**
 * Patients with `entries` entries in all, skewed as in a real domain: a quarter of the entries belongs to patients of 20, the
 * others in equal shares to patients of 1 to 5,000. `patientId` names the n-th.
 */
export function skewedPatients(entries: number, patientId: (n: number) => string): PatientEntries[] {
  const patients: PatientEntries[] = [];
  const add = (size: number, total: number) => {
    for (let given = 0; given < total; given += size) {
      patients.push({ patientId: patientId(patients.length), entries: size });
    }
  };
  add(ordinary, entries / 4);
  const fitting = sizes.filter((size) => size <= entries / 4);
  for (const size of fitting) add(size, (0.75 * entries) / fitting.length);
  return patients;
}

/**
 * Gives patients entries that are as the one `template` has: its row in the registry's tables, with other ids, patients and
 * the text to match, in random order, so that the entries of one patient lie apart as they do when they come over years.
 */
export async function multiplyEntries(
  client: pg.ClientBase,
  template: string,
  patients: readonly PatientEntries[],
): Promise<void> {
  const { rows } = await client.query<{ column_name: string }>(
    `select column_name from information_schema.columns
     where table_schema = 'document_registry' and table_name = 'document_entry' order by ordinal_position`,
  );
  const columns = rows.map((row) => row.column_name);
  const made: Readonly<Record<string, string>> = {
    patient_id: 'e.patient_id',
    entry_uuid: 'e.id',
    logical_id: 'e.id',
    unique_id: 'e.unique_id',
    ebrim: textOf('t', 'e'),
  };
  await client.query('set search_path to document_registry');
  await client.query('create temporary table filling (patient_id text collate "C", entries int)');
  await client.query('insert into filling select * from unnest($1::text[], $2::int[])', [
    patients.map(({ patientId }) => patientId),
    patients.map(({ entries }) => entries),
  ]);
  await client.query('insert into patient (patient_id, surviving_id) select patient_id, patient_id from filling');
  await client.query(
    `with t as (select * from document_entry where patient_id = $1 limit 1),
    e as materialized (
      select f.patient_id, gen_random_uuid() as id, '2.25.1' || (1e15 + random() * 8e15)::bigint || (1e15 + random() * 8e15)::bigint as unique_id
      from filling f, generate_series(1, f.entries) order by random()),
    added as (
      insert into document_entry (${columns.join(', ')})
      select ${columns.map((column) => made[column] ?? `t.${column}`).join(', ')} from e, t
      returning entry_uuid, patient_id, unique_id)
    insert into registry_object (entry_uuid, kind, patient_id, unique_id, logical_id)
    select entry_uuid, 'DocumentEntry', patient_id, unique_id, entry_uuid from added`,
    [template],
  );
  await client.query('drop table filling');
  await client.query('vacuum (analyze) document_entry, registry_object, patient');
  await client.query('reset search_path');
}

/** Ids inside an entry share the end of its own (schemas/ebrim/inner-ids.ts): the end is put in everywhere. */
function textOf(t: string, e: string): string {
  const escaped = (text: string) => `replace(${text}, '&', '&amp;')`;
  const steps: [string, string][] = [
    [`${t}.entry_uuid::text`, `${e}.id::text`],
    [`substr(${t}.entry_uuid::text, 9)`, `substr(${e}.id::text, 9)`],
    [`${t}.unique_id`, `${e}.unique_id`],
    [escaped(`${t}.patient_id`), escaped(`${e}.patient_id`)],
  ];
  return steps.reduce((text, [old, fresh]) => `replace(${text}, ${old}, ${fresh})`, `${t}.ebrim`);
}
