import type { Row, Sql } from '../../../runtime/sql/database.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { textWithLastUpdateTime, textWithStatus } from '../rendered.ts';
import { holdObjects } from './hold.ts';
import { columnFromUUID, uuidFromColumn } from './uuid.ts';

/** An Approved Folder that holds a DocumentEntry. */
export interface FolderMembership {
  readonly folder: string;
  readonly document: string;
}

const dependentsText = `select distinct a.source
from association a
join registry_object o on o.entry_uuid = a.source
join document_entry d on d.patient_id = o.patient_id and d.entry_uuid = o.entry_uuid
where a.target = any($1::uuid[]) and a.type in ('${associationTypes.XFRM}', '${associationTypes.APND}')
  and a.availability_status = '${availabilityStatuses.Approved}'
  and d.availability_status = '${availabilityStatuses.Approved}'`;

/**
 * The Approved transformations of and addenda to the given entries, by Approved associations, held. Entries of theirs are
 * not followed.
 */
export async function selectDependents(sql: Sql, entryUUIDs: readonly string[]): Promise<string[]> {
  const rows = await selectHeld<{ source: string }>(sql, {
    select: () => sql.query(dependentsText, [entryUUIDs.map(columnFromUUID)], 'dependents'),
    objectsOf: ({ source }) => source,
  });
  return rows.map(({ source }) => uuidFromColumn(source));
}

/** Whose Folder it is and who the patient is now is looked up at one moment: a merge may come at any. */
const foldersText = `select distinct a.source, a.target
from association a
join registry_object o on o.entry_uuid = a.source and o.kind = 'Folder'
join folder f on f.patient_id = o.patient_id and f.entry_uuid = o.entry_uuid
left join patient owner on owner.patient_id = f.patient_id
left join patient p on p.patient_id = $2
where a.target = any($1::uuid[]) and a.type = '${associationTypes.HasMember}'
  and a.availability_status = '${availabilityStatuses.Approved}'
  and f.availability_status = '${availabilityStatuses.Approved}'
  and coalesce(owner.surviving_id, f.patient_id) = coalesce(p.surviving_id, $2)`;

/** The patient's Approved Folders that hold the given entries by an Approved membership, held; one line for each pair. */
export async function selectFoldersHolding(
  sql: Sql,
  entryUUIDs: readonly string[],
  patientId: string,
): Promise<FolderMembership[]> {
  const values = [entryUUIDs.map(columnFromUUID), patientId];
  const rows = await selectHeld<{ source: string; target: string }>(sql, {
    select: () => sql.query(foldersText, values, 'folders-holding'),
    objectsOf: ({ source }) => source,
  });
  return rows.map((row) => ({ folder: uuidFromColumn(row.source), document: uuidFromColumn(row.target) }));
}

/**
 * Rows about objects that are tied to something held, with the objects held, too: nothing can be added to them, but what
 * they say may be another when they are held at last, so they are read once more.
 */
async function selectHeld<R extends Row>(
  sql: Sql,
  { select, objectsOf }: { select(): Promise<readonly R[]>; objectsOf(row: R): string },
): Promise<readonly R[]> {
  const found = await select();
  if (found.length === 0) return found;
  await holdObjects(sql, { entryUUIDs: found.map((row) => uuidFromColumn(objectsOf(row))) });
  return select();
}

const statusText = (table: string) => `update ${table} x
  set availability_status = $2, ebrim = ${textWithStatus('x.ebrim', '$2')}
  from named n where x.patient_id = n.patient_id and x.entry_uuid = n.entry_uuid`;
const statusesText = `with named as (
  select o.entry_uuid, o.patient_id from registry_object o where o.entry_uuid = any($1::uuid[])
), documents as (${statusText('document_entry')}), folders as (${statusText('folder')}),
associations as (${statusText('association')}) select`;

/** Sets the status of registered DocumentEntries, Folders and Associations; `status` is the full URN. */
export async function updateStatus(sql: Sql, entryUUIDs: readonly string[], status: string): Promise<void> {
  if (entryUUIDs.length > 0) await sql.query(statusesText, [entryUUIDs.map(columnFromUUID), status], 'set-status');
}

const laterTime = 'greatest(f.last_update_time, $2)';
const touchText = `update folder f
set last_update_time = ${laterTime}, ebrim = ${textWithLastUpdateTime('f.ebrim', laterTime)}
from registry_object o
where o.entry_uuid = any($1::uuid[]) and f.patient_id = o.patient_id and f.entry_uuid = o.entry_uuid`;

/** Moves lastUpdateTime of registered Folders forward; a time of 14 digits. */
export async function updateFolderTimes(sql: Sql, entryUUIDs: readonly string[], time: string): Promise<void> {
  if (entryUUIDs.length > 0) await sql.query(touchText, [entryUUIDs.map(columnFromUUID), time], 'touch-folders');
}
