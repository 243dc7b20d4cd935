import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * The repository's first tables — ITI TF-2 3.41.4.1.3.
 *
 * `document` has one row per DocumentEntry.uniqueId; the rows with one `blob_key` are the reference count of that blob.
 * `unconfirmed` holds one row per document of each submission that the registry has not answered yet: what is left in
 * it after a crash is settled by the sweeper.
 */
export const documents: Migration = {
  name: '0001-documents',
  up: `
create table document (
  unique_id text collate "C" primary key,
  blob_key text collate "C" not null,
  hash text not null,
  size bigint not null,
  mime_type text not null,
  state text not null check (state in ('staged', 'registered')),
  since timestamptz not null
);
create index document_blob_key on document (blob_key);

create table unconfirmed (
  submission text collate "C" not null,
  unique_id text collate "C" not null references document,
  since timestamptz not null,
  primary key (submission, unique_id)
);
create index unconfirmed_unique_id on unconfirmed (unique_id);
create index unconfirmed_since on unconfirmed (since);
`,
};
