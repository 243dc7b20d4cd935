import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import { findBytes } from '../../runtime/blobs/find-bytes.ts';
import { jsonLines, onlyParameters, wholeNumber } from '../../runtime/http/json-lines.ts';
import type { Sql } from '../../runtime/sql/database.ts';
import { countEncodings, selectEncodings } from './store/encodings.ts';

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
    if (after === '') yield { total: await countEncodings(sql) };
    const encodings = await selectEncodings(sql, { after, syntax }, limit);
    for (const { blobKey, ...encoding } of encodings) {
      if (gone()) return;
      const entered = { key: blobKey, hash: encoding.hash, size: encoding.size };
      yield { ...encoding, ...(await findBytes(blobs, entered, searchParams.has('verify'))) };
    }
    const last = encodings.length < limit ? undefined : encodings.at(-1);
    yield { next: last === undefined ? null : { after: last.sopInstanceUID, syntax: last.transferSyntaxUID } };
  });
}
