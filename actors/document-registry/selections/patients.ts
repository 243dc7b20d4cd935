/**
 * The patient asked for and everyone merged into them — ITI TF-2 3.8.4.2.4.
 *
 * An identifier that is unknown or was itself merged away is no patient: the table is empty and so is the answer.
 */
export const patients = `patients(patient_id) as (
  select p.patient_id from patient p where p.patient_id = :patientId::text and p.subsumed_by is null
  union all
  select m.patient_id from patient m where m.surviving_id = :patientId::text and m.subsumed_by is not null)`;

/**
 * `patients` when nobody was ever merged into the one asked for, and otherwise empty. The id is then one value from the
 * beginning of a plan, so that PostgreSQL prepares a single partition of each table instead of all.
 */
export const patientAlone = `patients(patient_id) as not materialized (
  select p.patient_id from patient p where p.patient_id = :patientId::text and p.subsumed_by is null
  and not exists (select from patient m where m.surviving_id = :patientId::text and m.subsumed_by is not null))`;

/** The patients asked for and everyone merged into one of them; of several, each object says itself whose it is now. */
export const patientsListed = `patients(patient_id) as (
  select p.patient_id from patient p where p.patient_id = any(:patientIds::text[]) and p.subsumed_by is null
  union all
  select m.patient_id from patient m where m.surviving_id = any(:patientIds::text[]) and m.subsumed_by is not null)`;

/** The patient to show when the query named one: whatever row an object came from, it is theirs now. */
export const patientAsked = ':patientId::text';
