import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import { findBytes } from '../../runtime/blobs/find-bytes.ts';
import { BadParameter, jsonLines, onlyParameters, wholeNumber } from '../../runtime/http/json-lines.ts';
import type { Sql } from '../../runtime/sql/database.ts';
import {
  countDocuments,
  type EnteredDocument,
  selectDocuments,
  selectDocumentsNamed,
  selectUnentered,
} from './store-listed.ts';

const page = { min: 1, max: 10_000, fallback: 1000 } as const;
const blobPage = 1000;

/** Where the documents are listed from. */
export interface ListedRepository {
  readonly repositoryUniqueId: string;
  readonly sql: Sql;
  readonly blobs: BlobStore;
}

/**
 * `GET {path}?after=&limit=&verify` lists the documents by uniqueId, a JSON line each with what the storage has of it,
 * and `{ "next": uniqueId | null }` as the last line; the first page begins with `{ "total", "repositoryUniqueId" }`.
 * `verify` reads and hashes every byte here, so that none has to travel. `?uniqueId=…&uniqueId=…` lists these.
 */
export function documentsResource({ repositoryUniqueId, sql, blobs }: ListedRepository) {
  const line = async ({ blobKey, ...document }: EnteredDocument, hashed: boolean) => {
    const { hash, size } = document;
    return { ...document, ...(await findBytes(blobs, { key: blobKey, hash, size }, hashed)) };
  };
  return jsonLines(async function* ({ url, gone }) {
    onlyParameters(url, ['after', 'limit', 'uniqueId', 'verify']);
    const { searchParams } = url;
    const hashed = searchParams.has('verify');
    const limit = wholeNumber(url, 'limit', page);
    const after = searchParams.get('after') ?? '';
    const uniqueIds = searchParams.getAll('uniqueId');
    if (uniqueIds.length === 0 && after === '') yield { total: await countDocuments(sql), repositoryUniqueId };
    const documents =
      uniqueIds.length > 0 ? await selectDocumentsNamed(sql, uniqueIds) : await selectDocuments(sql, after, limit);
    for (const document of documents) {
      if (gone()) return;
      yield await line(document, hashed);
    }
    const whole = uniqueIds.length > 0 || documents.length < limit;
    yield { next: whole ? null : documents.at(-1)!.uniqueId };
  });
}

/**
 * `GET {path}?after=KEY` looks at a page of stored blobs and lists those no document has as `{ "blob": key }`, then
 * `{ "looked": blobs, "next": key | null }`.
 */
export function blobsResource({ sql, blobs }: ListedRepository) {
  return jsonLines(async function* ({ url }) {
    onlyParameters(url, ['after']);
    const after = url.searchParams.get('after') ?? '';
    if (!/^[0-9a-f]{0,40}$/.test(after)) throw new BadParameter(`after is a blob key, found ${after}.`);
    const keys: string[] = [];
    for await (const key of blobs.keys(after)) if (keys.push(key) === blobPage) break;
    for (const blob of await selectUnentered(sql, keys)) {
      // It was listed before the rows were read: one that is gone by now went together with its row.
      if ((await blobs.size(blob)) !== undefined && (await selectUnentered(sql, [blob])).has(blob)) yield { blob };
    }
    yield { looked: keys.length, next: keys.length < blobPage ? null : keys.at(-1)! };
  });
}
