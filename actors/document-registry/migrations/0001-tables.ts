import type { Migration } from '../../../runtime/sql/database.ts';

const partitioned = ['document_entry', 'submission_set', 'folder', 'association'];
const partitions = 8;
/**
 * A compressed DocumentEntry has some 3 kB. Of anything above 2 kB PostgreSQL would move the text to a table of its own,
 * where each costs an index search and two more rows; so rows stay whole, two on a page. The other tables keep
 * PostgreSQL's own bound: under this one a SubmissionSet of 4 kB would not be compressed at all.
 */
const rowBytes = 4080;

/**
 * The registry's first tables. Everything about one patient starts its key with patient_id and is hash-partitioned by
 * it; `registry_object` finds the partition of an entryUUID or uniqueId. `ebrim` is the object's text as answered,
 * rendered once; what changes later is changed in it too (see ../rendered.ts).
 *
 * Primary keys are those of the partitions: a table with a key of its own could have none on a foreign server (see
 * docs/operate/scale.md). That an entryUUID is used once in all partitions is kept by `registry_object`.
 *
 * `patient.subsumed_by` is the next id of the merge chain, `surviving_id` its end (the id itself while it is active).
 * `registry_object.copy` counts the holders of one uniqueId from 0: of two submissions that race for a uniqueId, both
 * judged "not used yet", the constraint lets one in and the other is judged again (see ../store.ts).
 *
 * Codes are `code^^scheme`; times are DTM digits right-padded to 14 with the earliest moment (ITI-18 range rule).
 */
export const tables: Migration = {
  name: '0001-tables',
  up: `
create table patient (
  patient_id text collate "C" primary key,
  subsumed_by text collate "C" references patient,
  surviving_id text collate "C" not null references patient,
  since timestamptz not null default now()
);
create index patient_subsumed_by on patient (subsumed_by) where subsumed_by is not null;
create index patient_surviving_id on patient (surviving_id) where subsumed_by is not null;

create table registry_object (
  entry_uuid uuid primary key,
  kind text not null,
  patient_id text collate "C" not null,
  unique_id text collate "C",
  copy integer not null default 0,
  logical_id uuid
);
create unique index registry_object_unique_id on registry_object (unique_id, copy) where unique_id is not null;
create index registry_object_logical_id on registry_object (logical_id) where logical_id is not null;

create table document_entry (
  patient_id text collate "C" not null,
  entry_uuid uuid not null,
  logical_id uuid not null,
  version integer not null,
  unique_id text collate "C" not null,
  object_type uuid not null,
  availability_status text not null,
  class_code text collate "C",
  type_code text collate "C",
  format_code text collate "C",
  healthcare_facility_type_code text collate "C",
  practice_setting_code text collate "C",
  confidentiality_code text[] collate "C" not null,
  event_code_list text[] collate "C" not null,
  creation_time text collate "C",
  service_start_time text collate "C",
  service_stop_time text collate "C",
  author_person text[] collate "C" not null,
  reference_id_list text[] collate "C" not null,
  repository_unique_id text collate "C",
  hash text collate "C",
  size bigint,
  ebrim text not null
) partition by hash (patient_id);

create table submission_set (
  patient_id text collate "C" not null,
  entry_uuid uuid not null,
  unique_id text collate "C" not null,
  availability_status text not null,
  source_id text collate "C" not null,
  submission_time text collate "C" not null,
  content_type_code text collate "C",
  author_person text[] collate "C" not null,
  ebrim text not null
) partition by hash (patient_id);

create table folder (
  patient_id text collate "C" not null,
  entry_uuid uuid not null,
  logical_id uuid not null,
  version integer not null,
  unique_id text collate "C" not null,
  availability_status text not null,
  last_update_time text collate "C" not null,
  code_list text[] collate "C" not null,
  ebrim text not null
) partition by hash (patient_id);

create table association (
  patient_id text collate "C" not null,
  entry_uuid uuid not null,
  type text not null,
  source uuid not null,
  target uuid not null,
  availability_status text not null,
  ebrim text not null
) partition by hash (patient_id);
create index association_source on association (source);
create index association_target on association (target);
${partitioned
  .flatMap((table) =>
    Array.from(
      { length: partitions },
      (_, i) =>
        `create table ${table}_${i} partition of ${table}
           (primary key (patient_id, entry_uuid)) for values with (modulus ${partitions}, remainder ${i})
           ${table === 'document_entry' ? `with (toast_tuple_target = ${rowBytes})` : ''};`,
    ),
  )
  .join('\n')}
`,
};
