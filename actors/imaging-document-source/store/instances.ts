import type { Database, Row, Sql } from '../../../runtime/sql/database.ts';
import type { InstanceHeader } from '../../../schemas/dicom/read-header.ts';

/** What an instance is for: manifests and rejection notes are kept, but no manifest refers to them. */
export type InstancePurpose = 'content' | 'manifest' | 'rejection';

/** The place of an instance in its study. */
export interface InstanceTriple {
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
}

/** One stored instance in one of its encodings. */
export interface StoredInstance extends InstanceTriple {
  readonly transferSyntaxUID: string;
  readonly blobKey: string;
  readonly sha1: string;
  readonly size: number;
  /** Withdrawn by a rejection note: not listed, not served. */
  readonly rejected: boolean;
}

/** What is entered for one received instance. */
export interface ReceivedInstance {
  readonly header: InstanceHeader;
  readonly purpose: InstancePurpose;
  readonly blob: { readonly key: string; readonly hash: string; readonly size: number };
  /** What a rejection note withdraws. */
  readonly rejects: readonly InstanceTriple[];
  readonly at: Date;
}

/** Instances by SOP Instance UID, each in all its encodings, the one that came first in front. */
export async function findInstances(
  sql: Sql,
  sopInstanceUIDs: readonly string[],
): Promise<Map<string, readonly StoredInstance[]>> {
  const rows = await sql.query(
    `select i.sop_uid, i.study_uid, i.series_uid, e.transfer_syntax_uid, e.blob_key, e.sha1, e.size, exists (
       select from rejection r
       where r.sop_uid = i.sop_uid and r.series_uid = i.series_uid and r.study_uid = i.study_uid
     ) as rejected
     from instance i join encoding e using (sop_uid)
     where i.sop_uid = any($1::text[]) order by e.since, e.transfer_syntax_uid`,
    [sopInstanceUIDs],
    'find-instances',
  );
  const found = new Map<string, StoredInstance[]>();
  for (const row of rows) {
    const instance = storedInstance(row);
    const encodings = found.get(instance.sopInstanceUID) ?? [];
    found.set(instance.sopInstanceUID, encodings);
    encodings.push(instance);
  }
  return found;
}

function storedInstance(row: Row): StoredInstance {
  return {
    studyInstanceUID: String(row.study_uid),
    seriesInstanceUID: String(row.series_uid),
    sopInstanceUID: String(row.sop_uid),
    transferSyntaxUID: String(row.transfer_syntax_uid),
    blobKey: String(row.blob_key),
    sha1: String(row.sha1),
    size: Number(row.size),
    rejected: row.rejected === true,
  };
}

/**
 * Enters one instance with its study and series. What an earlier instance said of study and series stays, what it left
 * out is filled in. False when the SOP Instance UID is there already, in this transfer syntax or elsewhere: then nothing
 * was changed.
 */
export async function enterInstance(database: Database, received: ReceivedInstance): Promise<boolean> {
  const { header, blob, at } = received;
  const { studyInstanceUID, ...study } = header.study;
  const { seriesInstanceUID, ...series } = header.series;
  const entered = database.transaction(async (sql) => {
    await sql.query(
      `insert into study as known (study_uid, patient, attributes, since) values ($1, $2, $3, $4)
       on conflict (study_uid) do update
       set patient = excluded.patient || known.patient, attributes = excluded.attributes || known.attributes`,
      [studyInstanceUID, json(header.patient), json(study), at],
      'enter-study',
    );
    await sql.query(
      `insert into series as known (study_uid, series_uid, attributes) values ($1, $2, $3)
       on conflict (study_uid, series_uid) do update set attributes = excluded.attributes || known.attributes`,
      [studyInstanceUID, seriesInstanceUID, json(series)],
      'enter-series',
    );
    await enterIdentity(sql, received);
    const rows = await sql.query(
      `insert into encoding (sop_uid, transfer_syntax_uid, blob_key, sha1, size, since)
       select sop_uid, $4, $5, $6, $7, $8 from instance where sop_uid = $1 and study_uid = $2 and series_uid = $3
       on conflict (sop_uid, transfer_syntax_uid) do nothing returning sop_uid`,
      [
        header.sopInstanceUID,
        studyInstanceUID,
        seriesInstanceUID,
        header.transferSyntaxUID,
        blob.key,
        blob.hash,
        blob.size,
        at,
      ],
      'enter-encoding',
    );
    if (rows.length === 0) throw new AlreadyThere();
    await reject(sql, header.sopInstanceUID, received.rejects);
    return true;
  });
  return entered.catch((error: unknown) => {
    if (error instanceof AlreadyThere) return false;
    throw error;
  });
}

/** Rolls back the study and series that were entered for an instance that is there already. */
class AlreadyThere extends Error {}

async function enterIdentity(sql: Sql, { header, purpose }: ReceivedInstance): Promise<void> {
  await sql.query(
    `insert into instance (sop_uid, study_uid, series_uid, sop_class_uid, instance_number, value_type, purpose, acquisition)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (sop_uid) do nothing`,
    [
      header.sopInstanceUID,
      header.study.studyInstanceUID,
      header.series.seriesInstanceUID,
      header.sopClassUID,
      header.instanceNumber ?? null,
      header.valueType,
      purpose,
      header.acquisitionDateTime ?? null,
    ],
    'enter-instance',
  );
}

/** Without what says nothing, so that a later instance can fill it in. */
function json(attributes: object): string {
  const told = Object.entries(attributes).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return JSON.stringify(Object.fromEntries(told)).replaceAll('\\u0000', '');
}

async function reject(sql: Sql, noteUID: string, rejects: readonly InstanceTriple[]): Promise<void> {
  if (rejects.length === 0) return;
  await sql.query(
    `insert into rejection (study_uid, series_uid, sop_uid, note_uid)
     select *, $4 from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
    [
      rejects.map((triple) => triple.studyInstanceUID),
      rejects.map((triple) => triple.seriesInstanceUID),
      rejects.map((triple) => triple.sopInstanceUID),
      noteUID,
    ],
  );
}

/** True when some encoding has its bytes under this key. */
export async function isReferenced(sql: Sql, blobKey: string): Promise<boolean> {
  const rows = await sql.query('select from encoding where blob_key = $1 limit 1', [blobKey]);
  return rows.length > 0;
}
