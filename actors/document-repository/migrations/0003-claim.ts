import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * Entering the documents of a submission in one round trip. A function and not one statement, because what is read under
 * the locks must be what is there after they were waited for: each statement of a function sees that, a part of one
 * statement sees what was there before.
 */
export const claim: Migration = {
  name: '0003-claim',
  up: `
create function claim_documents(
  claimed_by text, claimed_at timestamptz, lock_keys text[],
  unique_ids text[], blob_keys text[], hashes text[], sizes bigint[], mime_types text[]
) returns setof document language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(lock_keys) as key;
  return query
    select d.* from unnest(unique_ids, blob_keys) as sent (unique_id, blob_key) join document d using (unique_id)
    where d.blob_key <> sent.blob_key;
  if found then
    return;
  end if;
  insert into document (unique_id, blob_key, hash, size, mime_type, state, since)
    select sent.*, 'staged', claimed_at from unnest(unique_ids, blob_keys, hashes, sizes, mime_types) as sent
    on conflict (unique_id) do nothing;
  insert into unconfirmed (submission, unique_id, since) select claimed_by, unnest(unique_ids), claimed_at;
end
$$;
`,
};
