import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * The source's first tables: what it holds, what it withdrew, what it published.
 *
 * `patient`, `study` and `series` attributes are kept as read from the images. `instance.purpose` tells clinical content
 * from manifests and rejection notes, which no manifest refers to. `encoding` has one row per transfer syntax an instance is
 * held in: lossless re-encoding keeps the SOP Instance UID. A row of `rejection` withdraws an instance whether it
 * arrived before or after the note. `manifest` keeps the whole submission, so that one whose answer got lost can be sent
 * again unchanged.
 */
export const index: Migration = {
  name: '0001-index',
  up: `
create table study (
  study_uid text collate "C" primary key,
  patient jsonb not null,
  attributes jsonb not null,
  since timestamptz not null
);
create index study_since on study (since, study_uid);

create table series (
  study_uid text collate "C" not null references study,
  series_uid text collate "C" not null,
  attributes jsonb not null,
  primary key (study_uid, series_uid)
);

create table instance (
  sop_uid text collate "C" primary key,
  study_uid text collate "C" not null,
  series_uid text collate "C" not null,
  sop_class_uid text collate "C" not null,
  instance_number text,
  value_type text not null check (value_type in ('IMAGE', 'WAVEFORM', 'COMPOSITE')),
  purpose text not null check (purpose in ('content', 'manifest', 'rejection')),
  acquisition text,
  foreign key (study_uid, series_uid) references series
);
create index instance_series on instance (study_uid, series_uid);

create table encoding (
  sop_uid text collate "C" not null references instance,
  transfer_syntax_uid text collate "C" not null,
  blob_key text collate "C" not null,
  sha1 text not null,
  size bigint not null,
  since timestamptz not null,
  primary key (sop_uid, transfer_syntax_uid)
);
create index encoding_blob_key on encoding (blob_key);

create table rejection (
  study_uid text collate "C" not null,
  series_uid text collate "C" not null,
  sop_uid text collate "C" not null,
  note_uid text collate "C" not null,
  primary key (sop_uid, series_uid, study_uid, note_uid)
);

create table manifest (
  unique_id text collate "C" primary key,
  study_uid text collate "C" not null references study,
  entry_uuid text not null,
  patient_id text not null,
  state text not null check (state in ('pending', 'published', 'replaced')),
  fingerprint text not null,
  series_count integer not null,
  instance_count integer not null,
  submission jsonb not null,
  blob_key text collate "C" not null,
  size bigint not null,
  since timestamptz not null
);
create unique index manifest_pending on manifest (study_uid) where state = 'pending';
create unique index manifest_published on manifest (study_uid) where state = 'published';
`,
};
