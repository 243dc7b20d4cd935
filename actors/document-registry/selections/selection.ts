import type { Database, Row, Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { underPatient } from '../rendered.ts';
import type { ReferenceIdMatch } from './conditions.ts';
import { patientAlone, patients } from './patients.ts';
import { compileForms, type StatementForms } from './statement.ts';

/** What the consumer wants to see of each object — ITI TF-2 3.18.4.1.2.6. */
export type ReturnType = 'LeafClass' | 'ObjectRef';

/** How an answer is to be given. */
export interface SelectionOptions {
  readonly returnType: ReturnType;
  /** The most objects a LeafClass answer may hold; ObjectRef answers are not limited (3.18.4.1.3). */
  readonly limit: number;
  /**
   * A LeafClass answer of more objects than this is a stream of them in place of rows, where the connection can stream. All
   * of it is held when absent.
   */
  readonly heldRows?: number;
  /** How `$XDSDocumentEntryReferenceIdList` is compared; `exact` when absent. */
  readonly referenceIdMatch?: ReferenceIdMatch;
}

/** One object that answers a stored query. */
export interface SelectedRow {
  readonly kind: RegistryObject['kind'];
  /** `urn:uuid:…` */
  readonly entryUUID: string;
  /** The patient the object is about now: after a merge, the surviving one. An association carries its submission's. */
  readonly patientId: string;
  /** The ebRIM text as it is to be answered; LeafClass only. */
  readonly ebrim?: string;
}

/** The objects found, in no order; or that there are more than the limit allows. */
export type Selection =
  | { readonly rows: readonly SelectedRow[] }
  | {
      /** Can be read once; a connection is held from the first object to the last, or until the reader leaves. */
      readonly stream: AsyncIterable<SelectedRow>;
      /** How many patients its objects are about, associations aside. */
      readonly patients: number;
    }
  | { readonly tooMany: number };

/** Where selections read: inside a transaction all of an answer is held. */
export type SelectionSource = Sql & Partial<Pick<Database, 'stream'>>;

/** Selects the objects that answer one stored query in one statement, so what it sees is one snapshot. */
export type Select<Parameters> = (
  sql: SelectionSource,
  parameters: Parameters,
  options: SelectionOptions,
) => Promise<Selection>;

/** One stored query's statement for each return type, and for counting what it finds; each in its forms. */
export interface SelectionStatements extends Readonly<Record<ReturnType | 'count', StatementForms>> {
  /** The same for a patient without merges, where a query names one: what these find is the answer, nothing is none. */
  readonly alone?: Readonly<Record<ReturnType, StatementForms>>;
}

/** The columns a selection writes for one table under an alias: all kinds line up for `union all`. */
export type Columns = Readonly<Record<RegistryObject['kind'], (alias: string) => string>>;

/**
 * Compiles one selection for both return types. `build` writes the SQL from `with` to its end, with `answer` as the
 * common table expression that holds the result; what is common to all selections — the limit and the surviving
 * patient — is added here.
 */
export function selectionStatements(name: string, build: (columns: Columns) => SelectionText): SelectionStatements {
  const text = (returnType: ReturnType) => completed(build(columnsOf[returnType]), returnType);
  const alone = (returnType: ReturnType) => {
    const selection = build(columnsOf[returnType]);
    return completed({ ...selection, ctes: selection.ctes.map(ofOnePatient) }, returnType);
  };
  return {
    LeafClass: compileForms(`${name}-leaf`, text('LeafClass')),
    ObjectRef: compileForms(`${name}-ref`, text('ObjectRef')),
    count: compileForms(`${name}-count`, counted(text('ObjectRef'))),
    ...(text('ObjectRef') === alone('ObjectRef')
      ? {}
      : {
          alone: {
            LeafClass: compileForms(`${name}-alone-leaf`, alone('LeafClass')),
            ObjectRef: compileForms(`${name}-alone-ref`, alone('ObjectRef')),
          },
        }),
  };
}

function ofOnePatient(cte: string): string {
  return cte === patients ? patientAlone : cte;
}

/** The parts of a selection: common table expressions in order, and the query whose rows are the answer. */
export interface SelectionText {
  readonly ctes: readonly string[];
  readonly answer: string;
  /** The patient to show, when the query knows it; otherwise looked up for each object. */
  readonly patientId?: string;
}

/** Runs one of a selection's statements with values by name. */
export async function runSelection(
  sql: SelectionSource,
  statements: SelectionStatements,
  values: Readonly<Record<string, unknown>>,
  options: SelectionOptions,
): Promise<Selection> {
  const { returnType } = options;
  if (returnType === 'ObjectRef') return { rows: await selectedRows(sql, statements, { values, returnType }) };
  const held = sql.stream === undefined ? options.limit : Math.min(options.limit, options.heldRows ?? options.limit);
  const rows = await selectedRows(sql, statements, { values, returnType, limit: held + 1 });
  if (rows.length <= held) return { rows };
  if (held === options.limit || sql.stream === undefined) return { tooMany: rows.length };
  return streamed({ query: sql.query, stream: sql.stream }, statements, values, options.limit);
}

async function selectedRows(
  sql: Sql,
  statements: SelectionStatements,
  wanted: { values: Readonly<Record<string, unknown>>; returnType: ReturnType; limit?: number },
): Promise<SelectedRow[]> {
  const { values, returnType, limit } = wanted;
  for (const forms of [statements.alone, statements]) {
    if (forms === undefined) continue;
    const statement = forms[returnType](values);
    const rows = await sql.query(statement.text, statement.valuesFrom(values, limit), statement.name);
    if (rows.length > 0) return rows.map((row) => selectedRow(row, returnType));
  }
  return [];
}

/** Rows of a stream in memory at a time. */
const fetchedRows = 100;

/** Counted first, since nothing can be refused once the answer has begun; the stream is one snapshot of its own. */
async function streamed(
  sql: Sql & Pick<Database, 'stream'>,
  statements: SelectionStatements,
  values: Readonly<Record<string, unknown>>,
  limit: number,
): Promise<Selection> {
  const count = statements.count(values);
  const [found] = await sql.query<{ objects: number; patients: number }>(
    count.text,
    count.valuesFrom(values),
    count.name,
  );
  const { objects, patients } = found!;
  if (objects > limit) return { tooMany: objects };
  const { text, valuesFrom } = statements.LeafClass(values);
  const rows = sql.stream(text, valuesFrom(values), { fetchedRows });
  return { stream: leafClassRows(rows), patients };
}

async function* leafClassRows(rows: AsyncIterable<Row>): AsyncGenerator<SelectedRow, void, undefined> {
  for await (const row of rows) yield selectedRow(row, 'LeafClass');
}

function selectedRow(row: Row, returnType: ReturnType): SelectedRow {
  const kind = row.kind as SelectedRow['kind'];
  const survivingId = row.surviving_id as string | null;
  const patientId = survivingId ?? (row.patient_id as string);
  const entryUUID = `urn:uuid:${row.entry_uuid}`;
  if (returnType === 'ObjectRef') return { kind, entryUUID, patientId };
  const ebrim = row.ebrim as string;
  return { kind, entryUUID, patientId, ebrim: survivingId === null ? ebrim : underPatient(ebrim, kind, survivingId) };
}

const identity = (kind: RegistryObject['kind'], a: string) =>
  `'${kind}' as kind, ${a}.entry_uuid as entry_uuid, ${a}.patient_id as patient_id`;
const whole = (kind: RegistryObject['kind'], a: string) => `${identity(kind, a)}, ${a}.ebrim as ebrim`;

const columnsWith = (write: typeof identity): Columns => ({
  DocumentEntry: (a) => write('DocumentEntry', a),
  SubmissionSet: (a) => write('SubmissionSet', a),
  Folder: (a) => write('Folder', a),
  Association: (a) => write('Association', a),
});
const columnsOf: Readonly<Record<ReturnType, Columns>> = {
  ObjectRef: columnsWith(identity),
  LeafClass: columnsWith(whole),
};

/** A merged patient's objects keep their rows; what is answered is the surviving patient (ITI TF-2 3.8.4.2.4). */
const survivingPatient =
  'coalesce((select p.surviving_id from patient p where p.patient_id = a.patient_id), a.patient_id)';

function completed(selection: SelectionText, returnType: ReturnType): string {
  const { ctes, answer, patientId = survivingPatient } = selection;
  const text = returnType === 'LeafClass' ? 'a.ebrim, ' : '';
  return `with ${[...ctes, `answer as (${answer}\nlimit :limit::bigint)`].join(',\n')}
select a.kind, a.entry_uuid, a.patient_id, ${text}nullif(${patientId}, a.patient_id) as surviving_id from answer a`;
}

function counted(text: string): string {
  return `select count(*)::int as objects,
  (count(distinct coalesce(found.surviving_id, found.patient_id)) filter (where found.kind <> 'Association'))::int as patients
from (${text}) found`;
}
