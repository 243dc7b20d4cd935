import { BadParameter, jsonLines, onlyParameters } from '../../runtime/http/json-lines.ts';
import type { Database } from '../../runtime/sql/database.ts';
import { decodeRegistryObjects } from '../../schemas/ebrim/decode.ts';
import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import {
  countTexts,
  dropHalfIndexes,
  type Portion,
  type RowPosition,
  rebuildIndex,
  reindexPortion,
  selectIndexes,
  textTables,
} from './store/reindex.ts';

const portion = 200;

/**
 * `POST {path}?rows&indexes` rebuilds, beside the queries and submissions of a registry at work, the columns and keys of all
 * rows from their texts (`rows`), and all indexes (`indexes`). Lines tell how far it is: `{ "total": rows }`,
 * `{ "looked", "changed" }` for each portion, `{ "unreadable": entryUUID, "reason" }`; `{ "indexes": number }`,
 * `{ "index", "before", "after" }` in octets; at last `{ "done": true }`. Only one runs at a time.
 */
export function reindexResource(database: Database) {
  return jsonLines(async function* ({ url, gone }) {
    onlyParameters(url, ['rows', 'indexes']);
    const [rows, indexes] = [url.searchParams.has('rows'), url.searchParams.has('indexes')];
    if (!rows && !indexes) throw new BadParameter('Say what is to be rebuilt: rows, indexes, or both.');
    if (rows) yield* reindexRows(database, gone);
    if (indexes) yield* reindexIndexes(database, gone);
    if (!gone()) yield { done: true };
  }, 'POST');
}

async function* reindexRows(database: Database, gone: () => boolean): AsyncGenerator<object> {
  yield { total: await countTexts(database) };
  for (const table of textTables) {
    let from: RowPosition | undefined;
    do {
      const request = { table, from, limit: portion, read: readObject };
      const done: Portion = await oneAtATime(database, () => reindexPortion(database, request));
      for (const { entryUUID, reason } of done.unreadable) yield { unreadable: entryUUID, reason };
      yield { looked: done.looked, changed: done.changed };
      from = done.next;
    } while (from !== undefined && !gone());
  }
}

async function* reindexIndexes(database: Database, gone: () => boolean): AsyncGenerator<object> {
  await dropHalfIndexes(database);
  const all = await selectIndexes(database);
  yield { indexes: all.length };
  for (const { name, bytes } of all) {
    if (gone()) return;
    yield { index: name, before: bytes, after: await oneAtATime(database, () => rebuildIndex(database, name)) };
  }
}

async function oneAtATime<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const done = await database.alone('reindex', async () => ({ result: await work() }));
  if (done === undefined) throw new BadParameter('Somebody else is rebuilding this registry now.');
  return done.result;
}

/** The object a kept text is. Throws Error when it is none. */
function readObject(ebrim: string): RegistryObject {
  const list = parseXml(
    Buffer.from(`<rim:RegistryObjectList xmlns:rim="${namespaces.rim}">${ebrim}</rim:RegistryObjectList>`),
  );
  const [object] = decodeRegistryObjects(list).message;
  if (object === undefined || object.kind === 'ObjectRef') throw new Error('The text holds no registry object.');
  return object;
}
