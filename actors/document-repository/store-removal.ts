import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import type { Database, Row, Sql } from '../../runtime/sql/database.ts';
import { lockDocuments } from './store.ts';

/** What is known of a kept document when it is to be removed. */
export interface RemovalCandidate {
  readonly uniqueId: string;
  /** When it was taken in. */
  readonly since: Date;
  /** True while a submission with it waits for the registry's answer. */
  readonly awaited: boolean;
}

/** Removing documents for good — ITI Supplement RMD 3.86. Everything throws Unavailable when the database is away. */
export interface RemovalStore {
  /**
   * Shows which of the documents are kept, held so that nobody submits or removes them meanwhile, and removes those that
   * `choose` gives back. Once this returns they cannot be retrieved; their bytes go with `dropUnneeded`.
   */
  remove(
    uniqueIds: readonly string[],
    choose: (kept: ReadonlyMap<string, RemovalCandidate>) => Promise<readonly string[]>,
  ): Promise<void>;
  /** Removes the bytes no document needs any more; gives their number. Those taken up again meanwhile stay. */
  dropUnneeded(): Promise<number>;
}

/** The removal part of the repository's store (migration 0002). */
export function removalStore(database: Database, blobs: BlobStore): RemovalStore {
  return {
    remove: (uniqueIds, choose) => database.transaction((sql) => removeRows(sql, uniqueIds, choose)),
    dropUnneeded: () => dropUnneeded(database, blobs),
  };
}

type PlacedDocument = Row & { readonly uniqueId: string; readonly blobKey: string };
type CandidateRow = PlacedDocument & RemovalCandidate;

const placesText = `select unique_id as "uniqueId", blob_key as "blobKey" from document where unique_id = any($1)`;
const candidatesText = `select unique_id as "uniqueId", blob_key as "blobKey", since,
  exists (select from unconfirmed u where u.unique_id = document.unique_id) as awaited
from document where unique_id = any($1)`;
const deleteText = `with removed as (delete from document where unique_id = any($1) returning unique_id, blob_key)
insert into unneeded_blob (blob_key, since)
select distinct r.blob_key, now() from removed r
where not exists (select from document d where d.blob_key = r.blob_key and d.unique_id <> all($1))
on conflict (blob_key) do nothing`;

async function removeRows(
  sql: Sql,
  uniqueIds: readonly string[],
  choose: Parameters<RemovalStore['remove']>[1],
): Promise<void> {
  const places = await sql.query<PlacedDocument>(placesText, [uniqueIds], 'removal-places');
  await lockDocuments(sql, places);
  const locked = new Map(places.map((row) => [row.uniqueId, row.blobKey]));
  const rows = await sql.query<CandidateRow>(candidatesText, [[...locked.keys()]], 'removal-candidates');
  const kept = rows.map(({ uniqueId, blobKey, since, awaited }): [string, RemovalCandidate] => {
    // Other bytes than a moment ago: somebody has just submitted it anew.
    return [uniqueId, { uniqueId, since, awaited: awaited || locked.get(uniqueId) !== blobKey }];
  });
  const chosen = await choose(new Map(kept));
  if (chosen.length > 0) await sql.query(deleteText, [chosen], 'remove-documents');
}

async function dropUnneeded(database: Database, blobs: BlobStore): Promise<number> {
  const unneeded = await database.query<{ key: string }>('select blob_key as key from unneeded_blob');
  let dropped = 0;
  for (const { key } of unneeded) {
    dropped += await database.transaction(async (sql) => {
      await lockDocuments(sql, [{ uniqueId: '', blobKey: key }]);
      const users = await sql.query('select from document where blob_key = $1 limit 1', [key]);
      // Under the lock: nobody can enter a document with these bytes in between.
      if (users.length === 0) await blobs.remove(key);
      await sql.query('delete from unneeded_blob where blob_key = $1', [key]);
      return users.length === 0 ? 1 : 0;
    });
  }
  return dropped;
}
