import type { Sql } from '../../../runtime/sql/database.ts';
import { arrayLiteral, textArray } from '../../../runtime/sql/text-array.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
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
import { columnFromUUID, isEntryUUID } from './uuid.ts';
import type { RegistryView } from './view.ts';

/** What is inserted. */
export interface Insertion {
  readonly objects: readonly RegistryObject[];
  /** The SubmissionSet's patient: associations lie with it. */
  readonly patientId: string;
  /** The registry the submission was judged by. */
  readonly view?: RegistryView | undefined;
}

/** What is inserted when it is new. All objects are of one patient. */
export interface NewInsertion extends Omit<Insertion, 'view'> {
  /** Of SubmissionSet, DocumentEntries and Folders. */
  readonly uniqueIds: readonly string[];
  /** Ids of the message; those that are UUIDs were chosen by its sender. */
  readonly entryUUIDs: readonly string[];
}

/** Writes objects with whatever they need of a connection: one statement however many objects there are. */
export interface Inserter {
  /** As part of a transaction. */
  insert(sql: Sql, insertion: Insertion): Promise<void>;
  /**
   * Only if the registry is as `viewOfNew` shows it: the patient known and active, and none of the ids in use. False,
   * with nothing written, when it is not; a unique violation for an entryUUID or a uniqueId that is taken meanwhile.
   * `write` runs the statement as a transaction of its own.
   */
  insertNew(write: Sql['query'], insertion: NewInsertion): Promise<boolean>;
}

/** `encode` turns an object into the ebRIM text that is kept: rendered once, sent as it is (see ../rendered.ts). */
export function createInserter(encode: (object: RegistryObject) => string): Inserter {
  // One text for each shape of a submission that occurs, and there are few: see `insertText`.
  const texts = new Map<string, string>();
  const statementFor = (rows: Rows, guarded: boolean): Statement => {
    const shape = shapeOf(rows);
    const name = `insert-${guarded ? 'new-' : ''}${shape.map(({ table, count }) => `${table[0]}${count}`).join('')}`;
    const text = texts.get(name) ?? insertText(shape, guarded);
    texts.set(name, text);
    return { name, text, values: shape.flatMap((part) => valuesOf(part, rows)) };
  };
  return {
    insert: async (sql, insertion) => {
      if (insertion.objects.length === 0) return;
      const { text, values, name } = statementFor(rowsOf(insertion, encode), false);
      await sql.query(text, values, name);
    },
    insertNew: async (write, insertion) => {
      const { patientId, uniqueIds } = insertion;
      const chosen = insertion.entryUUIDs.filter(isEntryUUID).map(columnFromUUID);
      const { text, values, name } = statementFor(rowsOf(insertion, encode), true);
      return (await write(text, [patientId, uniqueIds, chosen, ...values], name)).length > 0;
    },
  };
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

type Rows = { readonly [T in TableName]: RowOf<T>[] };

function rowsOf({ objects, patientId, view }: Insertion, encode: (object: RegistryObject) => string): Rows {
  const rows: Rows = { registry_object: [], document_entry: [], submission_set: [], folder: [], association: [] };
  for (const object of objects) {
    const ebrim = encode(object);
    const earlier = rows.registry_object;
    rows.registry_object.push(registryObjectRow(object, patientId, { view, earlier }));
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

/** The rows of one table in a statement: each value a parameter, or (count `many`) each column one. */
interface Part {
  readonly table: TableName;
  readonly count: number | 'many';
}

/**
 * Objects up to which each value is a parameter of its own, which the server takes without making rows of it first. The
 * shapes, each of them a prepared statement in each connection, stay few (a SubmissionSet with three documents has seven
 * objects).
 */
const few = 8;

function shapeOf(rows: Rows): Part[] {
  const all = rows.registry_object.length;
  return (Object.keys(columns) as TableName[])
    .filter((table) => rows[table].length > 0)
    .map((table) => ({ table, count: all > few ? 'many' : rows[table].length }));
}

function valuesOf({ table, count }: Part, rows: Rows): unknown[] {
  const of = rows[table] as readonly Readonly<Record<string, unknown>>[];
  const values: unknown[] = [];
  if (count === 'many') {
    for (const name in columns[table]) values.push(textArray(of.map((row) => textOf(row[name]))));
  } else {
    for (const row of of) for (const name in columns[table]) values.push(row[name]);
  }
  return values;
}

function textOf(value: unknown): string | null {
  if (value === null) return null;
  return Array.isArray(value) ? arrayLiteral(value) : String(value);
}

/** Reads the patient $1 and the ids $2 and $3 in the snapshot that the rows are inserted in; no row unless all is new. */
const guardText = `fresh as (select where
  exists (select from patient where patient_id = $1::text and surviving_id = $1::text)
  and not exists (select from registry_object where unique_id = any($2::text[]))
  and not exists (select from registry_object where logical_id = any($3::uuid[])))`;

function insertText(shape: readonly Part[], guarded: boolean): string {
  let place = guarded ? 3 : 0;
  const next = () => `$${++place}`;
  const inserts = shape.map((part) => `${part.table}_rows as (${insertInto(part, next, guarded)})`);
  return guarded
    ? `with ${[guardText, ...inserts].join(',\n')} select from fresh`
    : `with ${inserts.join(',\n')} select`;
}

function insertInto({ table, count }: Part, next: () => string, guarded: boolean): string {
  const types = Object.entries(columns[table]);
  const names = types.map(([name]) => name).join(', ');
  const line = () => `(${types.map(([, type]) => `${next()}::${type}`).join(', ')})`;
  const rows =
    count === 'many'
      ? `unnest(${types.map(() => `${next()}::text[]`).join(', ')}) as r(${names})`
      : `(values ${Array.from({ length: count }, line).join(', ')}) as r(${names})`;
  const selected = types.map(([name, type]) => (count === 'many' ? `r.${name}::${type}` : `r.${name}`)).join(', ');
  return `insert into ${table} (${names})\n  select ${selected} from ${guarded ? 'fresh, ' : ''}${rows}`;
}
