import type { Sql } from '../../../runtime/sql/database.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { columnFromUUID, uuidFromColumn } from './uuid.ts';

/** A registered object as it is kept. */
export interface RegisteredText {
  readonly entryUUID: string;
  readonly ebrim: string;
}

/** What a link change reads beside what an update reads. */
export interface LinkChangeReader {
  /** The latest, Approved DocumentEntries that were registered for these patient ids. */
  approvedEntries(patientIds: readonly string[]): Promise<readonly RegisteredText[]>;
  /** The latest, Approved ones among these Folders. */
  approvedFolders(entryUUIDs: readonly string[]): Promise<readonly RegisteredText[]>;
  /** The Approved memberships of these entries in SubmissionSets: there are few. */
  memberships(entryUUIDs: readonly string[]): Promise<readonly RegisteredText[]>;
}

/** The reader of one transaction. */
export function linkChangeReader(sql: Sql): LinkChangeReader {
  const texts = async (text: string, values: readonly unknown[], name: string) => {
    const rows = await sql.query<{ entry_uuid: string; ebrim: string }>(text, values, name);
    return rows.map((row) => ({ entryUUID: uuidFromColumn(row.entry_uuid), ebrim: row.ebrim }));
  };
  return {
    approvedEntries: (patientIds) => texts(entriesText, [patientIds], 'link-change-entries'),
    approvedFolders: (ids) => texts(foldersText, [ids.map(columnFromUUID)], 'link-change-folders'),
    memberships: (ids) => texts(membershipsText, [ids.map(columnFromUUID)], 'link-change-memberships'),
  };
}

const approved = `availability_status = '${availabilityStatuses.Approved}'`;

const entriesText = `select d.entry_uuid, d.ebrim from document_entry d
where d.patient_id = any($1::text[]) and d.latest and d.${approved}`;

const foldersText = `select f.entry_uuid, f.ebrim from registry_object o
join folder f on f.patient_id = o.patient_id and f.entry_uuid = o.entry_uuid
where o.entry_uuid = any($1::uuid[]) and f.latest and f.${approved}`;

const membershipsText = `select a.entry_uuid, a.ebrim from association a
join registry_object s on s.entry_uuid = a.source and s.kind = 'SubmissionSet'
where a.target = any($1::uuid[]) and a.${approved} and a.latest`;
