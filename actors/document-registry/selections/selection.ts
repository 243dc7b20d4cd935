import type { Row, Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { underPatient } from '../rendered.ts';
import type { ReferenceIdMatch } from './conditions.ts';
import { compileForms, type StatementForms } from './statement.ts';

/** What the consumer wants to see of each object — ITI TF-2 3.18.4.1.2.6. */
export type ReturnType = 'LeafClass' | 'ObjectRef';

/** How an answer is to be given. */
export interface SelectionOptions {
  readonly returnType: ReturnType;
  /** The most objects a LeafClass answer may hold; ObjectRef answers are not limited (3.18.4.1.3). */
  readonly limit: number;
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
export type Selection = { readonly rows: readonly SelectedRow[] } | { readonly tooMany: number };

/** Selects the objects that answer one stored query in one statement, so what it sees is one snapshot. */
export type Select<Parameters> = (sql: Sql, parameters: Parameters, options: SelectionOptions) => Promise<Selection>;

/** One stored query's statement for each return type, in its forms. */
export type SelectionStatements = Readonly<Record<ReturnType, StatementForms>>;

/** The columns a selection writes for one table under an alias: all kinds line up for `union all`. */
export type Columns = Readonly<Record<RegistryObject['kind'], (alias: string) => string>>;

/**
 * Compiles one selection for both return types. `build` writes the SQL from `with` to its end, with `answer` as the
 * common table expression that holds the result; what is common to all selections — the limit and the surviving
 * patient — is added here.
 */
export function selectionStatements(name: string, build: (columns: Columns) => SelectionText): SelectionStatements {
  const compile = (returnType: ReturnType) =>
    compileForms(`${name}-${shortened[returnType]}`, completed(build(columnsOf[returnType]), returnType));
  return { LeafClass: compile('LeafClass'), ObjectRef: compile('ObjectRef') };
}

/** Names of prepared statements have a longest length. */
const shortened: Readonly<Record<ReturnType, string>> = { LeafClass: 'leaf', ObjectRef: 'ref' };

/** The parts of a selection: common table expressions in order, and the query whose rows are the answer. */
export interface SelectionText {
  readonly ctes: readonly string[];
  readonly answer: string;
  /** The patient to show, when the query knows it; otherwise looked up for each object. */
  readonly patientId?: string;
}

/** Runs one of a selection's statements with values by name. */
export async function runSelection(
  sql: Sql,
  statements: SelectionStatements,
  values: Readonly<Record<string, unknown>>,
  options: SelectionOptions,
): Promise<Selection> {
  const { returnType } = options;
  const limit = returnType === 'LeafClass' ? options.limit : undefined;
  const all = { ...values, limit: limit === undefined ? null : limit + 1 };
  const statement = statements[returnType](all);
  const rows = await sql.query(statement.text, statement.valuesFrom(all), statement.name);
  if (limit !== undefined && rows.length > limit) return { tooMany: rows.length };
  return { rows: rows.map((row) => selectedRow(row, returnType)) };
}

function selectedRow(row: Row, returnType: ReturnType): SelectedRow {
  const kind = row.kind as SelectedRow['kind'];
  const survivingId = row.surviving_id as string | null;
  const patientId = survivingId ?? (row.patient_id as string);
  const found = { kind, entryUUID: `urn:uuid:${row.entry_uuid}`, patientId };
  if (returnType === 'ObjectRef') return found;
  const ebrim = row.ebrim as string;
  return { ...found, ebrim: survivingId === null ? ebrim : underPatient(ebrim, kind, survivingId) };
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
