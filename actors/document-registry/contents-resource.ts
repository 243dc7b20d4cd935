import {
  BadParameter,
  jsonLines,
  onlyParameters,
  type PageRequest,
  wholeNumber,
} from '../../runtime/http/json-lines.ts';
import type { Sql } from '../../runtime/sql/database.ts';
import { countObjects, selectEntries, selectEntriesNamed, selectIncomplete } from './store/contents.ts';
import { isEntryUUID } from './store/uuid.ts';

const page = { min: 1, max: 10_000, fallback: 1000 } as const;

/**
 * `GET {path}?after=&copy=&limit=` lists what the registry has of documents by uniqueId, a JSON line per DocumentEntry and
 * `{ "next": { "after", "copy" } | null }` as the last line; the first page begins with `{ "total": objects }`.
 * `GET {path}?uniqueId=…&uniqueId=…` lists the entries with these. No line says anything about a patient.
 */
export function contentsResource(sql: Sql) {
  return jsonLines(({ url }) => {
    onlyParameters(url, ['after', 'copy', 'limit', 'uniqueId']);
    return url.searchParams.has('uniqueId') ? named(sql, url) : entries(sql, url);
  });
}

async function* named(sql: Sql, url: URL): AsyncGenerator<object> {
  yield* await selectEntriesNamed(sql, url.searchParams.getAll('uniqueId'));
  yield { next: null };
}

async function* entries(sql: Sql, url: URL): AsyncGenerator<object> {
  const after = url.searchParams.get('after') ?? '';
  const copy = wholeNumber(url, 'copy', { min: 0, max: 2 ** 31 - 1, fallback: 0 });
  const limit = wholeNumber(url, 'limit', page);
  if (after === '') yield { total: await countObjects(sql) };
  const { items, next } = await selectEntries(sql, { after, copy }, limit);
  yield* items;
  yield { next: next ?? null };
}

/**
 * `GET {path}?after=&limit=` looks at a page of all objects by entryUUID and lists those that no whole submission leaves
 * so, then `{ "looked": objects, "next": entryUUID | null }`.
 */
export function incompleteResource(sql: Sql) {
  return jsonLines(async function* ({ url }: PageRequest) {
    onlyParameters(url, ['after', 'limit']);
    const after = url.searchParams.get('after') ?? undefined;
    if (after !== undefined && !isEntryUUID(after)) throw new BadParameter(`after is an entryUUID, found ${after}.`);
    const { items, next, looked } = await selectIncomplete(sql, after, wholeNumber(url, 'limit', page));
    yield* items;
    yield { looked, next: next ?? null };
  });
}
