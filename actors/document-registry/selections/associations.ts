import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';

/** The condition that an association alias is a HasMember. */
export const isMember = (a: string) => `${a}.type = '${associationTypes.HasMember}'`;

/**
 * The keys of all associations with an end in a table of entry_uuid, each once. Associations are found by their ends,
 * not by patient: a SubmissionSet may refer to an entry of another patient.
 */
export const touching = (ends: string) => `
  select a.patient_id, a.entry_uuid from ${ends} e join association a on a.source = e.entry_uuid
  union
  select a.patient_id, a.entry_uuid from ${ends} e join association a on a.target = e.entry_uuid`;

/** Joins the association rows of a table of keys. */
export const associationsOf = (keys: string) =>
  `${keys} k join association a on a.patient_id = k.patient_id and a.entry_uuid = k.entry_uuid`;

/** Joins an object's own table to a table of keys (patient_id and entry_uuid). */
export const keyed = (table: string, alias: string, keys: string) =>
  `join ${table} ${alias} on ${alias}.patient_id = ${keys}.patient_id and ${alias}.entry_uuid = ${keys}.entry_uuid`;
