import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * The source's first tables.
 *
 * `entry` has one row for each On-Demand entry that was registered, or is about to be: the submission is kept, so that
 * one whose answer got lost can be sent again unchanged. `snapshot` numbers what was handed out for an entry from 1; the
 * number decides between two that are made at the same moment. Bytes are kept for the last one only (`blob_key`).
 */
export const entries: Migration = {
  name: '0001-entries',
  up: `
create table entry (
  unique_id text collate "C" primary key,
  generator text not null,
  patient_id text collate "C" not null,
  entry_uuid text not null,
  source_patient_info jsonb not null,
  submission jsonb not null,
  state text not null check (state in ('pending', 'registered', 'ended')),
  since timestamptz not null
);
create unique index entry_pending on entry (patient_id, generator) where state = 'pending';
create unique index entry_registered on entry (patient_id, generator) where state = 'registered';

create table snapshot (
  unique_id text collate "C" primary key,
  entry_unique_id text collate "C" not null references entry,
  number integer not null,
  fingerprint text not null,
  mime_type text not null,
  blob_key text collate "C",
  size bigint not null,
  service_start_time text,
  service_stop_time text,
  entry_uuid text not null,
  state text not null check (state in ('made', 'pending', 'persisted')),
  submission jsonb,
  repository_unique_id text,
  since timestamptz not null,
  unique (entry_unique_id, number)
);
create index snapshot_blob_key on snapshot (blob_key) where blob_key is not null;
`,
};
