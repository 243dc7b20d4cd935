import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * The PIX Manager's first tables.
 *
 * `patient_record` is what one domain knows of one patient. Records of one `cluster_id` are the same person; `match_key`
 * and `fed_together` are why (../same-person.ts, ../clusters.ts), and a cluster is always closed under both. A record that
 * was merged away has neither and no cluster. `family`, `given` and `birth_date` are what records are found by.
 *
 * `outbox` holds messages until a registry has answered them, in the order of `entry` for each peer. `busy` counts the
 * answers that said "not now".
 */
export const tables: Migration = {
  name: '0001-tables',
  up: `
create table patient_record (
  domain_oid text collate "C" not null,
  id text collate "C" not null,
  subsumed_by text collate "C",
  demographics jsonb not null,
  family text collate "C",
  given text collate "C",
  birth_date text collate "C",
  match_key text collate "C",
  fed_together uuid,
  cluster_id uuid,
  source_application text not null,
  source_facility text not null,
  received_at timestamptz not null,
  primary key (domain_oid, id),
  foreign key (domain_oid, subsumed_by) references patient_record (domain_oid, id),
  check ((subsumed_by is null) = (cluster_id is not null)),
  check (subsumed_by is null or (match_key is null and fed_together is null))
);
create index patient_record_cluster on patient_record (cluster_id) where cluster_id is not null;
create index patient_record_match_key on patient_record (match_key) where match_key is not null;
create index patient_record_fed_together on patient_record (fed_together) where fed_together is not null;
create index patient_record_subsumed_by on patient_record (domain_oid, subsumed_by) where subsumed_by is not null;
create index patient_record_family on patient_record (family, given);
create index patient_record_birth_date on patient_record (birth_date);

create table outbox (
  entry bigint generated always as identity primary key,
  peer text collate "C" not null,
  message jsonb not null,
  busy integer not null default 0,
  since timestamptz not null default now()
);
create index outbox_peer on outbox (peer, entry);
`,
};
