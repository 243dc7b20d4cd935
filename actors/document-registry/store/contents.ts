import type { Row, Sql } from '../../../runtime/sql/database.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { columnFromUUID, uuidFromColumn } from './uuid.ts';

/** What the registry has of one DocumentEntry that a repository could be asked about. */
export interface ListedEntry {
  readonly uniqueId: string;
  readonly entryUUID: string;
  readonly repositoryUniqueId?: string;
  /** SHA-1, lower-case hex; absent for an On-Demand entry. */
  readonly hash?: string;
  /** Octets. */
  readonly size?: number;
  /** `urn:uuid:…` of stable or on-demand. */
  readonly objectType: string;
}

/** Where one page of entries ends: several entries may carry one uniqueId. */
export interface EntryPosition {
  readonly after: string;
  readonly copy: number;
}

/** A page of a list that is read by key; without `next` it is the last one. */
export interface Page<T, Position> {
  readonly items: readonly T[];
  readonly next: Position | undefined;
}

const entriesText = `select o.unique_id, o.copy, o.kind, o.entry_uuid, e.repository_unique_id, e.hash, e.size, e.object_type
from (
  select * from registry_object where unique_id is not null and (unique_id, copy) > ($1, $2)
  order by unique_id, copy limit $3
) o left join document_entry e on e.patient_id = o.patient_id and e.entry_uuid = o.entry_uuid and e.latest
order by o.unique_id, o.copy`;

/**
 * DocumentEntries by uniqueId, the latest version of each: what former ones said of the document may have been corrected.
 * A page may hold fewer than `limit`, since other objects have uniqueIds too.
 */
export async function selectEntries(
  sql: Sql,
  from: EntryPosition,
  limit: number,
): Promise<Page<ListedEntry, EntryPosition>> {
  const rows = await sql.query(entriesText, [from.after, from.copy, limit], 'list-entries');
  const last = rows.at(-1);
  const whole = rows.length < limit || last === undefined;
  return {
    items: rows.filter((row) => row.kind === 'DocumentEntry' && row.object_type !== null).map(listedEntry),
    next: whole ? undefined : { after: String(last.unique_id), copy: Number(last.copy) },
  };
}

/** The latest versions of the DocumentEntries that carry these uniqueIds. */
export async function selectEntriesNamed(sql: Sql, uniqueIds: readonly string[]): Promise<ListedEntry[]> {
  const rows = await sql.query(
    `select o.unique_id, o.entry_uuid, e.repository_unique_id, e.hash, e.size, e.object_type
     from registry_object o join document_entry e on e.patient_id = o.patient_id and e.entry_uuid = o.entry_uuid
     where o.unique_id = any($1) and e.latest order by o.unique_id, o.copy`,
    [uniqueIds],
    'list-entries-named',
  );
  return rows.map(listedEntry);
}

function listedEntry(row: Row): ListedEntry {
  return {
    uniqueId: String(row.unique_id),
    entryUUID: uuidFromColumn(String(row.entry_uuid)),
    ...(row.repository_unique_id === null ? {} : { repositoryUniqueId: String(row.repository_unique_id) }),
    ...(row.hash === null ? {} : { hash: String(row.hash) }),
    ...(row.size === null ? {} : { size: Number(row.size) }),
    objectType: uuidFromColumn(String(row.object_type)),
  };
}

/** How many objects the registry holds. */
export async function countObjects(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>('select count(*) as count from registry_object');
  return row!.count;
}

/** An object that no whole submission can have left so. */
export interface IncompleteObject {
  readonly kind: string;
  readonly entryUUID: string;
  /** What is wrong, as a sentence without its subject. */
  readonly finding: string;
}

const findings = {
  row: 'has no row beside its keys',
  content: 'has no content: no association leads from it',
  set: 'belongs to no SubmissionSet',
  source: 'has a source that is not registered',
  target: 'has a target that is not registered',
} as const;

const incompleteText = `select o.entry_uuid, o.kind,
  not case o.kind
    when 'DocumentEntry' then exists (select from document_entry x where x.patient_id = o.patient_id and x.entry_uuid = o.entry_uuid)
    when 'SubmissionSet' then exists (select from submission_set x where x.patient_id = o.patient_id and x.entry_uuid = o.entry_uuid)
    when 'Folder' then exists (select from folder x where x.patient_id = o.patient_id and x.entry_uuid = o.entry_uuid)
    else a.entry_uuid is not null
  end as row,
  o.kind = 'SubmissionSet' and not exists (select from association x where x.source = o.entry_uuid) and not exists (
    select from submission_set x where x.patient_id = o.patient_id and x.entry_uuid = o.entry_uuid and x.files_nothing
  ) as content,
  o.kind in ('DocumentEntry', 'Folder') and not exists (
    select from association x join registry_object s on s.entry_uuid = x.source
    where x.target = o.entry_uuid and x.type = '${associationTypes.HasMember}' and s.kind = 'SubmissionSet'
  ) as set,
  a.entry_uuid is not null and not exists (select from registry_object x where x.entry_uuid = a.source) as source,
  a.entry_uuid is not null and not exists (select from registry_object x where x.entry_uuid = a.target) as target
from (select * from registry_object where entry_uuid > $1 order by entry_uuid limit $2) o
left join association a on o.kind = 'Association' and a.patient_id = o.patient_id and a.entry_uuid = o.entry_uuid
order by o.entry_uuid`;

/** A page of all objects: how many it covers, and those that are not whole — ITI TF-2 3.42.4.1.3.1. */
export async function selectIncomplete(
  sql: Sql,
  after: string | undefined,
  limit: number,
): Promise<Page<IncompleteObject, string> & { readonly looked: number }> {
  const from = after === undefined ? '00000000-0000-0000-0000-000000000000' : columnFromUUID(after);
  const rows = await sql.query(incompleteText, [from, limit], 'list-incomplete');
  const items = rows.flatMap((row) =>
    (Object.keys(findings) as (keyof typeof findings)[])
      .filter((what) => row[what] === true)
      .map((what) => ({
        kind: String(row.kind),
        entryUUID: uuidFromColumn(String(row.entry_uuid)),
        finding: findings[what],
      })),
  );
  const next = rows.length < limit ? undefined : uuidFromColumn(String(rows.at(-1)!.entry_uuid));
  return { items, next, looked: rows.length };
}
