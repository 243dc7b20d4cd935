import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import { findBytes } from '../../runtime/blobs/find-bytes.ts';
import { jsonLines, onlyParameters, wholeNumber } from '../../runtime/http/json-lines.ts';
import type { Row, Sql } from '../../runtime/sql/database.ts';

/** One encoding of an instance as the index has it. */
interface IndexedEncoding extends Row {
  readonly sopInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly blobKey: string;
  readonly hash: string;
  readonly size: number;
}

const text = `select sop_uid as "sopInstanceUID", transfer_syntax_uid as "transferSyntaxUID", blob_key as "blobKey", sha1 as hash, size
from encoding where (sop_uid, transfer_syntax_uid) > ($1, $2) order by sop_uid, transfer_syntax_uid limit $3`;

/**
 * `GET {path}?after=&syntax=&limit=&verify` lists every encoding of every instance by SOP Instance UID and transfer syntax,
 * a JSON line each with what the storage has of it, and `{ "next": { "after", "syntax" } | null }` as the last line; the
 * first page begins with `{ "total" }`. `verify` reads and hashes every byte here, so that no image has to travel.
 */
export function encodingsResource({ sql, blobs }: { sql: Sql; blobs: BlobStore }) {
  return jsonLines(async function* ({ url, gone }) {
    onlyParameters(url, ['after', 'syntax', 'limit', 'verify']);
    const { searchParams } = url;
    const [after, syntax] = [searchParams.get('after') ?? '', searchParams.get('syntax') ?? ''];
    const limit = wholeNumber(url, 'limit', { min: 1, max: 10_000, fallback: 1000 });
    if (after === '') yield { total: await count(sql) };
    const encodings = await sql.query<IndexedEncoding>(text, [after, syntax, limit], 'list-encodings');
    for (const { blobKey, ...encoding } of encodings) {
      if (gone()) return;
      const entered = { key: blobKey, hash: encoding.hash, size: encoding.size };
      yield { ...encoding, ...(await findBytes(blobs, entered, searchParams.has('verify'))) };
    }
    const last = encodings.length < limit ? undefined : encodings.at(-1);
    yield { next: last === undefined ? null : { after: last.sopInstanceUID, syntax: last.transferSyntaxUID } };
  });
}

async function count(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>('select count(*) as count from encoding');
  return row!.count;
}
