/**
 * The patient asked for and everyone merged into them — ITI TF-2 3.8.4.2.4.
 *
 * An identifier that is unknown or was itself merged away is no patient: the table is empty and so is the answer.
 */
export const patients = `patients(patient_id) as (
  select p.patient_id from patient p where p.patient_id = :patientId::text and p.subsumed_by is null
  union
  select p.patient_id from patients m join patient p on p.subsumed_by = m.patient_id)`;
