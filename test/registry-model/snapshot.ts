import { decodeRegistered } from '../../actors/document-registry/registered-object.ts';
import { selectIncomplete } from '../../actors/document-registry/store/contents.ts';
import {
  associationRow,
  columns,
  documentEntryRow,
  folderRow,
  submissionSetRow,
  type TableName,
} from '../../actors/document-registry/store/rows.ts';
import type { Row } from '../../runtime/sql/database.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import type { RegistryObject } from '../../schemas/metadata/nouns.ts';

/** Everything in the tables of a registry at one moment. */
export interface Snapshot {
  readonly patients: readonly Row[];
  /** The rows of registry_object. */
  readonly places: readonly Row[];
  readonly rows: readonly KeptRow[];
  /** What `affinity verify` would report, one sentence each. */
  readonly incomplete: readonly string[];
}

/** One row of an object's own table, and what its text says. */
export interface KeptRow {
  readonly table: Exclude<TableName, 'registry_object'>;
  readonly row: Row;
  readonly object: RegistryObject;
}

const tables = ['document_entry', 'submission_set', 'folder', 'association'] as const;

/** Reads snapshots; a text that was read before is not decoded again. */
export function snapshotReader(database: OpenDatabase): () => Promise<Snapshot> {
  const decoded = new Map<string, RegistryObject>();
  return () =>
    database.transaction(
      async (sql) => {
        const rows: KeptRow[] = [];
        for (const table of tables) {
          for (const row of await sql.query(`select * from ${table}`, [], `snapshot-${table}`)) {
            const text = row.ebrim as string;
            const object = decoded.get(text) ?? decodeRegistered(text);
            decoded.set(text, object);
            rows.push({ table, row, object });
          }
        }
        const { items } = await selectIncomplete(sql, undefined, 10_000);
        return {
          incomplete: items.map(({ kind, entryUUID, finding }) => `${kind} ${entryUUID} ${finding}`),
          patients: await sql.query('select patient_id, subsumed_by, surviving_id from patient order by 1'),
          places: await sql.query('select * from registry_object', [], 'snapshot-places'),
          rows,
        };
      },
      { isolation: 'repeatable read' },
    );
}

/** The objects that are kept, as their texts say. */
export function objectsOf({ rows }: Snapshot): RegistryObject[] {
  return rows.map(({ object }) => object);
}

/** The snapshot as one text: equal texts, equal tables. */
export function digestOf({ patients, places, rows }: Snapshot): string {
  const lines = [...patients, ...places, ...rows.map(({ row }) => row)].map((row) => JSON.stringify(row));
  return lines.sort().join('\n');
}

/** The columns that a kept text means; an association lies with a patient that its text does not tell. */
export function columnsMeant({ table, row, object }: KeptRow): Row {
  const ebrim = row.ebrim as string;
  if (object.kind === 'DocumentEntry') return documentEntryRow(object, ebrim);
  if (object.kind === 'SubmissionSet') return submissionSetRow(object, ebrim);
  if (object.kind === 'Folder') return folderRow(object, ebrim);
  if (table === 'association') return associationRow(object, row.patient_id as string, ebrim);
  throw new Error(`${table} holds a ${object.kind}`);
}

/** The columns of a table that are typed. */
export function typedColumns(table: TableName): readonly string[] {
  return Object.keys(columns[table]);
}
