import type { Row, Sql } from '../../runtime/sql/database.ts';

/** A document as the repository has it entered. */
export interface EnteredDocument {
  readonly uniqueId: string;
  readonly blobKey: string;
  /** SHA-1, lower-case hex. */
  readonly hash: string;
  /** Octets. */
  readonly size: number;
  /** `staged`: the registry has not answered for it yet. */
  readonly state: 'staged' | 'registered';
}

const columns = `unique_id as "uniqueId", blob_key as "blobKey", hash, size, state`;

/** Documents by uniqueId, behind `after`. */
export function selectDocuments(sql: Sql, after: string, limit: number): Promise<readonly (EnteredDocument & Row)[]> {
  const text = `select ${columns} from document where unique_id > $1 order by unique_id limit $2`;
  return sql.query(text, [after, limit], 'list-documents');
}

/** The documents with these uniqueIds. */
export function selectDocumentsNamed(
  sql: Sql,
  uniqueIds: readonly string[],
): Promise<readonly (EnteredDocument & Row)[]> {
  const text = `select ${columns} from document where unique_id = any($1) order by unique_id`;
  return sql.query(text, [uniqueIds], 'list-documents-named');
}

/** How many documents are entered. */
export async function countDocuments(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>('select count(*) as count from document');
  return row!.count;
}

/** Of these blobs, those that no document has, and that are not about to be removed with their last one. */
export async function selectUnentered(sql: Sql, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ blobKey: string }>(
    `select key as "blobKey" from unnest($1::text[]) as key where not exists (select from document where blob_key = key)
       and not exists (select from unneeded_blob where blob_key = key)`,
    [keys],
    'list-unentered',
  );
  return new Set(rows.map((row) => row.blobKey));
}

/** What the tables refer to in the document storage: see ActorStorage. A staged document may still be on its way there. */
export const documentReferences = `select blob_key as key, size, state = 'registered' as required from document`;
