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
