import type { Sql } from '../../../runtime/sql/database.ts';

/**
 * An association with a superseded version at an end, and the SubmissionSet's HasMember of such an association: neither is
 * seen at MetadataLevel 1. Noted here once, so that no query has to look at the ends of what it finds.
 */
const supersedeText = `with touching as (
  update association a set latest = false where a.source = any($1::uuid[]) or a.target = any($1::uuid[])
  returning a.entry_uuid
)
update association m set latest = false from touching t where m.target = t.entry_uuid`;

/** Hides the associations of versions that have a successor now; UUIDs as columns hold them. */
export async function supersedeAssociations(sql: Sql, versions: readonly string[]): Promise<void> {
  if (versions.length > 0) await sql.query(supersedeText, [versions], 'supersede-associations');
}

const isSuperseded = (table: string) => `exists (
    select from registry_object o join ${table} v on v.patient_id = o.patient_id and v.entry_uuid = o.entry_uuid
    where o.entry_uuid in (a.source, a.target) and not v.latest)`;
const latestOf = (table: string) => `
  select v.entry_uuid from registry_object o join ${table} v on v.patient_id = o.patient_id and v.entry_uuid = o.entry_uuid
  where o.logical_id = any($1::uuid[]) and v.latest`;

/** The other way round, once more: an association is seen again when none of its ends has a successor any more. */
const reviveText = `with latest as (${latestOf('document_entry')} union all ${latestOf('folder')}),
touching as (
  select a.patient_id, a.entry_uuid from latest l join association a on a.source = l.entry_uuid
  union
  select a.patient_id, a.entry_uuid from latest l join association a on a.target = l.entry_uuid
),
shown as (
  update association a set latest = true from touching t
  where a.patient_id = t.patient_id and a.entry_uuid = t.entry_uuid and not a.latest
  and not ${isSuperseded('document_entry')} and not ${isSuperseded('folder')}
  returning a.entry_uuid
)
update association m set latest = true from shown s where m.target = s.entry_uuid and not m.latest`;

/** Shows the associations of what became the latest version again because the one after it was removed. */
export async function reviveAssociations(sql: Sql, logicalIDs: readonly string[]): Promise<void> {
  if (logicalIDs.length > 0) await sql.query(reviveText, [logicalIDs], 'revive-associations');
}
