import type { Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { holdObjects } from './hold.ts';
import { reviveAssociations } from './superseded-associations.ts';
import { columnFromUUID, isEntryUUID, uuidFromColumn } from './uuid.ts';

type Kind = RegistryObject['kind'];

/** What rules may know of one registered Association when something is to be removed. */
export interface KnownAssociation {
  readonly entryUUID: string;
  /** The full URN. */
  readonly type: string;
  readonly source: string;
  readonly target: string;
  /** What its ends are; undefined for an end that is not registered. */
  readonly sourceKind: Kind | undefined;
  readonly targetKind: Kind | undefined;
}

/** The part of the registry that a removal touches. */
export interface RemovalView {
  /** What a listed object is; undefined when it is not registered. */
  kindOf(entryUUID: string): Kind | undefined;
  /** Every Association with a listed object, or an end of a listed Association, as an end; the listed ones among them. */
  readonly associations: readonly KnownAssociation[];
}

/** One removal's own transaction. What it does is seen by nobody before it ends. */
export interface RemovalWriter {
  /**
   * Holds the listed objects and whatever a listed Association connects: until the removal ends nobody relates anything
   * to them, and no other removal runs.
   */
  hold(entryUUIDs: readonly string[]): Promise<RemovalView>;
  /** Removes the objects. When the last version of a logical object goes, the one before it becomes its latest. */
  delete(entryUUIDs: readonly string[]): Promise<void>;
}

/** The writer of one transaction. */
export function removalWriter(sql: Sql): RemovalWriter {
  return { hold: (ids) => hold(sql, ids), delete: (ids) => deleteObjects(sql, ids) };
}

/** Of this registry's schema: two removals could each leave the last member of a SubmissionSet to the other. */
const oneAtATime = `select pg_advisory_xact_lock(hashtextextended('removal of metadata ' || current_schema(), 0))`;

/**
 * What a listed Association connects, and what is connected to another version of a listed object, whose associations may be
 * seen again. Ends of an Association never change, and only removals delete them: they can be read before anything is held.
 */
const endsText = `with listed as (
  select o.* from registry_object o where o.entry_uuid = any($1::uuid[])
), others as (
  select v.entry_uuid from listed l join registry_object v on v.logical_id = l.logical_id and v.entry_uuid <> l.entry_uuid
  where v.kind in ('DocumentEntry', 'Folder')
)
select a.source, a.target from listed o join association a on a.patient_id = o.patient_id and a.entry_uuid = o.entry_uuid
union
select a.source, a.target from others v join association a on a.source = v.entry_uuid
union
select a.source, a.target from others v join association a on a.target = v.entry_uuid`;

const kindsText = `select o.entry_uuid, o.kind from registry_object o where o.entry_uuid = any($1::uuid[])`;

const touchingText = `select a.entry_uuid, a.type, a.source, a.target, s.kind as source_kind, t.kind as target_kind
from association a
left join registry_object s on s.entry_uuid = a.source
left join registry_object t on t.entry_uuid = a.target
where a.source = any($1::uuid[]) or a.target = any($1::uuid[])`;

type AssociationRow = {
  readonly entry_uuid: string;
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly source_kind: Kind | null;
  readonly target_kind: Kind | null;
};

async function hold(sql: Sql, entryUUIDs: readonly string[]): Promise<RemovalView> {
  const listed = entryUUIDs.filter(isEntryUUID).map(columnFromUUID);
  await sql.query(oneAtATime, [], 'hold-removal');
  const ends = await sql.query<{ source: string; target: string }>(endsText, [listed], 'removal-ends');
  const touched = [...new Set([...listed, ...ends.flatMap(({ source, target }) => [source, target])])];
  await holdObjects(sql, { entryUUIDs: touched.map(uuidFromColumn) });
  const kinds = await sql.query<{ entry_uuid: string; kind: Kind }>(kindsText, [listed], 'removal-kinds');
  const rows = await sql.query<AssociationRow>(touchingText, [touched], 'removal-associations');
  const kindById = new Map(kinds.map((row) => [uuidFromColumn(row.entry_uuid), row.kind]));
  return { kindOf: (id) => kindById.get(id), associations: rows.map(knownAssociation) };
}

function knownAssociation(row: AssociationRow): KnownAssociation {
  return {
    entryUUID: uuidFromColumn(row.entry_uuid),
    type: row.type,
    source: uuidFromColumn(row.source),
    target: uuidFromColumn(row.target),
    sourceKind: row.source_kind ?? undefined,
    targetKind: row.target_kind ?? undefined,
  };
}

const owned = ['association', 'document_entry', 'submission_set', 'folder'] as const;
const deleteText = `with gone as (
  delete from registry_object o where o.entry_uuid = any($1::uuid[])
  returning o.entry_uuid, o.patient_id, o.logical_id, o.kind
),
${owned
  .map(
    (table) => `gone_${table} as (
  delete from ${table} t using gone g where t.patient_id = g.patient_id and t.entry_uuid = g.entry_uuid
)`,
  )
  .join(',\n')}
select distinct logical_id from gone where kind in ('DocumentEntry', 'Folder') and logical_id is not null`;

const latestText = (table: 'document_entry' | 'folder') => `update ${table} t set latest = true from (
  select distinct on (o.logical_id) v.patient_id, v.entry_uuid
  from registry_object o join ${table} v on v.patient_id = o.patient_id and v.entry_uuid = o.entry_uuid
  where o.logical_id = any($1::uuid[]) order by o.logical_id, v.version desc
) last where t.patient_id = last.patient_id and t.entry_uuid = last.entry_uuid and not t.latest`;

async function deleteObjects(sql: Sql, entryUUIDs: readonly string[]): Promise<void> {
  const ids = entryUUIDs.filter(isEntryUUID).map(columnFromUUID);
  const versioned = await sql.query<{ logical_id: string }>(deleteText, [ids], 'remove');
  if (versioned.length === 0) return;
  const logicalIds = versioned.map((row) => row.logical_id);
  await sql.query(latestText('document_entry'), [logicalIds], 'latest-entry');
  await sql.query(latestText('folder'), [logicalIds], 'latest-folder');
  await reviveAssociations(sql, logicalIds);
}
