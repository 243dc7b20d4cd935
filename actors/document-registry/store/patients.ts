import type { Sql } from '../../../runtime/sql/database.ts';
import type { KnownPatient } from './view.ts';

const addText = `insert into patient (patient_id, surviving_id) select id, id from unnest($1::text[]) as given(id)
on conflict (patient_id) do nothing`;

/** Makes patient ids known; one that is known already, active or merged away, stays as it is. */
export async function insertPatients(sql: Sql, patientIds: readonly string[]): Promise<void> {
  if (patientIds.length > 0) await sql.query(addText, [[...patientIds].sort()], 'add-patients');
}

const lockText = `select p.patient_id, p.surviving_id from patient p where p.patient_id = any($1::text[])
order by p.patient_id for update`;

/** The known ones of some patient ids, held until the transaction ends. */
export async function lockPatients(sql: Sql, patientIds: readonly string[]): Promise<KnownPatient[]> {
  const rows = await sql.query<{ patient_id: string; surviving_id: string }>(lockText, [patientIds], 'lock-patients');
  return rows.map((row) => ({ patientId: row.patient_id, survivingId: row.surviving_id }));
}

const holdText = `select p.patient_id from patient p where p.patient_id = any($1::text[]) order by p.patient_id for key share`;

/** Keeps patients from being merged until the transaction ends; others may hold them too. */
export async function holdPatients(sql: Sql, patientIds: readonly string[]): Promise<void> {
  await sql.query(holdText, [patientIds], 'hold-patients');
}

const mergeText = `update patient set surviving_id = $2,
  subsumed_by = case when patient_id = $1 then $2 else subsumed_by end where surviving_id = $1`;

/** Lets `surviving` stand for `subsumed` and for everyone merged into it before. Both must be locked and active. */
export async function updateMerged(sql: Sql, subsumed: string, surviving: string): Promise<void> {
  await sql.query(mergeText, [subsumed, surviving], 'merge-patients');
}

const compositeText = `select p.patient_id from patient p where p.patient_id = $1 and p.subsumed_by is null
union all
select p.patient_id from patient p where p.surviving_id = $1 and p.subsumed_by is not null`;

/** The active patient id and every id that was merged into it; empty for an id that is unknown or merged away. */
export async function selectComposite(sql: Sql, patientId: string): Promise<string[]> {
  const rows = await sql.query<{ patient_id: string }>(compositeText, [patientId], 'composite');
  return rows.map((row) => row.patient_id);
}
