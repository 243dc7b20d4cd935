import type { Row, Sql } from '../../../runtime/sql/database.ts';

/** One encoding of an instance as the index has it. */
export interface IndexedEncoding {
  readonly sopInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly blobKey: string;
  /** SHA-1, lower-case hex. */
  readonly hash: string;
  /** Octets. */
  readonly size: number;
}

/** Where a page of encodings begins: behind this one. */
export interface EncodingPosition {
  readonly after: string;
  readonly syntax: string;
}

const text = `select sop_uid as "sopInstanceUID", transfer_syntax_uid as "transferSyntaxUID", blob_key as "blobKey",
  sha1 as hash, size
from encoding where (sop_uid, transfer_syntax_uid) > ($1, $2) order by sop_uid, transfer_syntax_uid limit $3`;

/** Encodings by SOP Instance UID and transfer syntax. */
export function selectEncodings(
  sql: Sql,
  { after, syntax }: EncodingPosition,
  limit: number,
): Promise<readonly IndexedEncoding[]> {
  return sql.query<IndexedEncoding & Row>(text, [after, syntax, limit], 'list-encodings');
}

/** How many encodings the index has. */
export async function countEncodings(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>('select count(*) as count from encoding');
  return row!.count;
}
