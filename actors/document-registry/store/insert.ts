import type { Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { renderMarked } from '../rendered.ts';
import {
  associationRow,
  columns,
  documentEntryRow,
  folderRow,
  type RowOf,
  registryObjectRow,
  submissionSetRow,
  type TableName,
} from './rows.ts';
import type { RegistryView } from './view.ts';

/** What is inserted, and what turns an object into its ebRIM text. */
export interface Insertion {
  readonly objects: readonly RegistryObject[];
  /** The SubmissionSet's patient: associations lie with it. */
  readonly patientId: string;
  /** The registry the submission was judged by. */
  readonly view?: RegistryView | undefined;
  readonly encode: (object: RegistryObject) => string;
}

type Rows = { readonly [T in TableName]: RowOf<T>[] };

/** Writes all objects in one statement, so that a submission costs one round trip however many objects it has. */
export async function insertObjects(sql: Sql, insertion: Insertion): Promise<void> {
  const rows = rowsOf(insertion);
  const tables = (Object.keys(columns) as TableName[]).filter((table) => rows[table].length > 0);
  if (tables.length === 0) return;
  await sql.query(
    insertText(tables),
    tables.map((table) => JSON.stringify(rows[table])),
    `insert-${tables.map((table) => table[0]).join('')}`,
  );
}

function rowsOf({ objects, patientId, view, encode }: Insertion): Rows {
  const rows: Rows = { registry_object: [], document_entry: [], submission_set: [], folder: [], association: [] };
  for (const object of objects) {
    const ebrim = renderMarked(object, encode);
    rows.registry_object.push(registryObjectRow(object, patientId, view));
    switch (object.kind) {
      case 'DocumentEntry':
        rows.document_entry.push(documentEntryRow(object, ebrim));
        break;
      case 'SubmissionSet':
        rows.submission_set.push(submissionSetRow(object, ebrim));
        break;
      case 'Folder':
        rows.folder.push(folderRow(object, ebrim));
        break;
      case 'Association':
        rows.association.push(associationRow(object, patientId, ebrim));
    }
  }
  return rows;
}

function insertText(tables: readonly TableName[]): string {
  const inserts = tables.map((table, i) => `${table}_rows as (${insertInto(table, i + 1)})`);
  return `with ${inserts.join(',\n')} select`;
}

function insertInto(table: TableName, place: number): string {
  const types = Object.entries(columns[table]);
  const names = types.map(([name]) => name);
  const record = types.map(([name, type]) => `${name} ${type}`).join(', ');
  return `insert into ${table} (${names.join(', ')})
  select ${names.map((name) => `r.${name}`).join(', ')} from json_to_recordset($${place}::json) as r(${record})`;
}
