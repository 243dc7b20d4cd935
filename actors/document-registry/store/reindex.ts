import type { Database, Row, Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { holdObjects } from './hold.ts';
import { associationRow, columns, documentEntryRow, folderRow, submissionSetRow, type TableName } from './rows.ts';
import { uuidFromColumn } from './uuid.ts';

/** The tables whose columns repeat what their texts say. */
export type TextTable = Exclude<TableName, 'registry_object'>;
/** What others refer to first. */
export const textTables: readonly TextTable[] = ['submission_set', 'document_entry', 'folder', 'association'];

/** Where a portion begins: behind this row. */
export interface RowPosition {
  readonly patientId: string;
  readonly entryUUID: string;
}

/** What became of a portion of rows. */
export interface Portion {
  readonly looked: number;
  readonly changed: number;
  /** Rows whose text cannot be read; they stay as they are. */
  readonly unreadable: readonly { readonly entryUUID: string; readonly reason: string }[];
  readonly next: RowPosition | undefined;
}

/** Reads the object that a kept text is; throws Error with the reason when it is none. */
export type ReadObject = (ebrim: string) => RegistryObject;

/** Which rows, and how their texts are read. */
export interface PortionRequest {
  readonly table: TextTable;
  /** Undefined: from the first row. */
  readonly from: RowPosition | undefined;
  readonly limit: number;
  readonly read: ReadObject;
}

/**
 * Makes the columns of some rows, and their keys in `registry_object`, what their texts say. The rows are held meanwhile,
 * so that nothing that changes them now gets lost; those that are right are not written.
 */
export function reindexPortion(database: Database, request: PortionRequest): Promise<Portion> {
  return database.transaction(async (sql) => {
    const { table, from, limit, read } = request;
    const after = [from?.patientId ?? '', from?.entryUUID ?? '00000000-0000-0000-0000-000000000000'];
    const keys = await sql.query<KeyRow>(
      `select patient_id, entry_uuid from ${table} where (patient_id, entry_uuid) > ($1, $2)
       order by patient_id, entry_uuid limit $3`,
      [...after, limit],
    );
    await holdObjects(sql, { entryUUIDs: keys.map((row) => uuidFromColumn(row.entry_uuid)) });
    // Read again, since whoever was waited for may have changed them; what was registered among them meanwhile is right.
    const last = keys.at(-1);
    const rows = await sql.query<TextRow>(
      `select patient_id, entry_uuid, ebrim from ${table}
       where (patient_id, entry_uuid) > ($1, $2) and (patient_id, entry_uuid) <= ($3, $4)`,
      [...after, last?.patient_id ?? after[0], last?.entry_uuid ?? after[1]],
    );
    const unreadable: { entryUUID: string; reason: string }[] = [];
    const read1 = (row: TextRow) => {
      try {
        return [{ row, object: read(row.ebrim) }];
      } catch (error) {
        unreadable.push({ entryUUID: uuidFromColumn(row.entry_uuid), reason: (error as Error).message });
        return [];
      }
    };
    const readable = rows.flatMap(read1);
    const changed = new Set([...(await setColumns(sql, table, readable)), ...(await setKeys(sql, readable))]);
    return {
      looked: rows.length,
      changed: changed.size,
      unreadable,
      next: keys.length < limit ? undefined : { patientId: last!.patient_id, entryUUID: last!.entry_uuid },
    };
  });
}

interface KeyRow extends Row {
  readonly patient_id: string;
  readonly entry_uuid: string;
}

interface TextRow extends KeyRow {
  readonly ebrim: string;
}

interface ReadRow {
  readonly row: TextRow;
  readonly object: RegistryObject;
}

/** Columns that place a row, or are the text itself, stay what they are. */
const kept = new Set(['patient_id', 'entry_uuid', 'ebrim']);

async function setColumns(sql: Sql, table: TextTable, rows: readonly ReadRow[]): Promise<string[]> {
  const types = Object.entries(columns[table]);
  const set = types.map(([name]) => name).filter((name) => !kept.has(name));
  const all = (alias: string) => set.map((name) => `${alias}.${name}`).join(', ');
  const changed = await sql.query<{ entry_uuid: string }>(
    `update ${table} t set ${set.map((name) => `${name} = r.${name}`).join(', ')}
     from json_to_recordset($1::json) as r(${types.map(([name, type]) => `${name} ${type}`).join(', ')})
     where t.patient_id = r.patient_id and t.entry_uuid = r.entry_uuid
       and row(${all('t')}) is distinct from row(${all('r')})
     returning t.entry_uuid`,
    [JSON.stringify(rows.map(({ row, object }) => ({ ...rowOf(object, row), patient_id: row.patient_id })))],
  );
  return changed.map(({ entry_uuid }) => entry_uuid);
}

function rowOf(object: RegistryObject, { patient_id }: TextRow): object {
  switch (object.kind) {
    case 'DocumentEntry':
      return { ...documentEntryRow(object, ''), ebrim: null };
    case 'SubmissionSet':
      return { ...submissionSetRow(object, ''), ebrim: null };
    case 'Folder':
      return { ...folderRow(object, ''), ebrim: null };
    case 'Association':
      return { ...associationRow(object, patient_id, ''), ebrim: null };
  }
}

/** Keys that are missing are made again: the next free number among the holders of a uniqueId is theirs. */
async function setKeys(sql: Sql, rows: readonly ReadRow[]): Promise<string[]> {
  const keys = rows.map(({ row, object }) => ({
    entry_uuid: row.entry_uuid,
    kind: object.kind,
    patient_id: row.patient_id,
    unique_id: object.kind === 'Association' ? null : object.uniqueId,
    logical_id: (object.logicalID ?? object.entryUUID).slice('urn:uuid:'.length),
  }));
  const record = 'r(entry_uuid uuid, kind text, patient_id text, unique_id text, logical_id uuid)';
  const changed = await sql.query<{ entry_uuid: string }>(
    `insert into registry_object as o (entry_uuid, kind, patient_id, unique_id, copy, logical_id)
     select r.entry_uuid, r.kind, r.patient_id, r.unique_id,
       case when r.unique_id is null then 0 else
         coalesce((select max(copy) + 1 from registry_object h where h.unique_id = r.unique_id), 0)
           + row_number() over (partition by r.unique_id order by r.entry_uuid) - 1
       end,
       r.logical_id
     from json_to_recordset($1::json) as ${record}
     where not exists (
       select from registry_object o
       where o.entry_uuid = r.entry_uuid
         and row(o.kind, o.patient_id, o.unique_id, o.logical_id) is not distinct from row(r.kind, r.patient_id, r.unique_id, r.logical_id)
     )
     on conflict (entry_uuid) do update
       set kind = excluded.kind, patient_id = excluded.patient_id, logical_id = excluded.logical_id,
         copy = case when o.unique_id is not distinct from excluded.unique_id then o.copy else excluded.copy end,
         unique_id = excluded.unique_id
     returning o.entry_uuid`,
    [JSON.stringify(keys)],
  );
  return changed.map(({ entry_uuid }) => entry_uuid);
}

/** How many rows have a text. */
export async function countTexts(sql: Sql): Promise<number> {
  const counts = textTables.map((table) => `(select count(*) from ${table})`).join(' + ');
  const [row] = await sql.query<{ count: number }>(`select ${counts} as count`);
  return row!.count;
}

/** An index of the registry's own schema. */
export interface IndexSize {
  readonly name: string;
  /** Octets. */
  readonly bytes: number;
}

/** Every index that holds rows: those of a partitioned table are its parts'. */
export async function selectIndexes(sql: Sql): Promise<readonly IndexSize[]> {
  return sql.query<IndexSize & Row>(
    `select c.relname as name, pg_relation_size(c.oid) as bytes
     from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'i' order by c.relname`,
  );
}

/** Builds an index anew beside the old one, which is used until then. Gives its size. */
export async function rebuildIndex(sql: Sql, name: string): Promise<number> {
  await sql.query(`reindex index concurrently "${name}"`);
  const [row] = await sql.query<{ bytes: number }>('select pg_relation_size(to_regclass($1)) as bytes', [name]);
  return row!.bytes;
}

/** Drops what a rebuilding that was broken off has left: indexes that nobody may use. */
export async function dropHalfIndexes(sql: Sql): Promise<void> {
  const left = await sql.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_index i on i.indexrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'`,
  );
  for (const { name } of left) await sql.query(`drop index concurrently "${name}"`);
}
