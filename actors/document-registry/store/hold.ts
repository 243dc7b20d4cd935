import type { Sql } from '../../../runtime/sql/database.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { columnFromUUID, isEntryUUID } from './uuid.ts';

/** What is to be held; ids that are no UUIDs are legal and known to nobody. */
export interface HoldRequest {
  readonly entryUUIDs: readonly string[];
  /** Every version of these logical objects is held, and what Approved associations tie to the latest of them. */
  readonly logicalIDs?: readonly string[];
  /** These are held, and what Approved associations tie to them. */
  readonly tied?: readonly string[];
}

/**
 * An object is held by its row in registry_object, which nobody ever changes: whoever changes an object's own row, or what
 * relates to it, holds it first — docs/decisions/0010-holding-objects.md. An Association is held with its ends.
 */
const holdText = `with versions as (
  select o.entry_uuid from registry_object o
  where o.logical_id = any($2::uuid[]) and o.kind in ('DocumentEntry', 'Folder')
  union
  select unnest($3::uuid[])
), ends as (
  select a.source, a.target from versions v join association a on a.source = v.entry_uuid
  where a.latest and a.availability_status = '${availabilityStatuses.Approved}'
  union
  select a.source, a.target from versions v join association a on a.target = v.entry_uuid
  where a.latest and a.availability_status = '${availabilityStatuses.Approved}'
  union
  select a.source, a.target from registry_object o
  join association a on a.patient_id = o.patient_id and a.entry_uuid = o.entry_uuid
  where o.entry_uuid = any($1::uuid[]) and o.kind = 'Association'
)
select o.entry_uuid from registry_object o
where o.kind <> 'SubmissionSet' and o.entry_uuid in (
  select unnest($1::uuid[]) union select entry_uuid from versions
  union select source from ends union select target from ends
) order by o.entry_uuid for no key update of o`;

/**
 * Holds objects until the transaction ends: nobody else changes them or relates anything to them. Gives the UUIDs of what is
 * held now, as columns. A statement after this one sees what former holders wrote.
 */
export async function holdObjects(sql: Sql, request: HoldRequest): Promise<readonly string[]> {
  const { entryUUIDs, logicalIDs = [], tied = [] } = request;
  const values = [entryUUIDs, logicalIDs, tied].map((ids) => ids.filter(isEntryUUID).map(columnFromUUID));
  if (values.every((ids) => ids.length === 0)) return [];
  const rows = await sql.query<{ entry_uuid: string }>(holdText, values, 'hold');
  return rows.map((row) => row.entry_uuid);
}

/**
 * Holds objects and whatever comes to be tied to them while they are waited for: a statement that had to wait does not see
 * what was committed meanwhile, another version or another tie. Once it finds nothing new, nobody can add to it.
 */
export async function holdAll(sql: Sql, request: HoldRequest): Promise<void> {
  const held = new Set<string>();
  for (let isNew = true; isNew; ) {
    const found = await holdObjects(sql, request);
    isNew = found.some((id) => !held.has(id));
    for (const id of found) held.add(id);
  }
}
