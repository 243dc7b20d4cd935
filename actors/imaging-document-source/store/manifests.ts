import type { Database, Row, Sql } from '../../../runtime/sql/database.ts';
import type { Submission } from '../../../schemas/metadata/nouns.ts';

/** One manifest that was sent, or is about to be. */
export interface ManifestRecord {
  /** SOP Instance UID of the manifest and uniqueId of its DocumentEntry. */
  readonly uniqueId: string;
  readonly studyInstanceUID: string;
  readonly entryUUID: string;
  /** The affinity domain's CX it was published for. */
  readonly patientId: string;
  /** Digest of what it refers to: equal for an unchanged study. */
  readonly fingerprint: string;
  readonly series: number;
  readonly instances: number;
  /** The metadata exactly as sent. */
  readonly submission: Submission;
  readonly blobKey: string;
  readonly size: number;
}

/** The manifest of a study in one state, or undefined. There is never more than one. */
export async function findManifest(
  sql: Sql,
  studyInstanceUID: string,
  state: 'pending' | 'published',
): Promise<ManifestRecord | undefined> {
  const rows = await sql.query(
    'select * from manifest where study_uid = $1 and state = $2',
    [studyInstanceUID, state],
    'find-manifest',
  );
  return rows[0] === undefined ? undefined : manifestRecord(rows[0]);
}

function manifestRecord(row: Row): ManifestRecord {
  return {
    uniqueId: String(row.unique_id),
    studyInstanceUID: String(row.study_uid),
    entryUUID: String(row.entry_uuid),
    patientId: String(row.patient_id),
    fingerprint: String(row.fingerprint),
    series: Number(row.series_count),
    instances: Number(row.instance_count),
    submission: row.submission as Submission,
    blobKey: String(row.blob_key),
    size: Number(row.size),
  };
}

/** Enters a manifest before it is sent, so that a lost answer can be asked for again. */
export async function enterPending(sql: Sql, manifest: ManifestRecord, at: Date): Promise<void> {
  await sql.query(
    `insert into manifest (unique_id, study_uid, entry_uuid, patient_id, state, fingerprint, series_count, instance_count,
       submission, blob_key, size, since)
     values ($1, $2, $3, $4, 'pending', $5, $6, $7, $8, $9, $10, $11)`,
    [
      manifest.uniqueId,
      manifest.studyInstanceUID,
      manifest.entryUUID,
      manifest.patientId,
      manifest.fingerprint,
      manifest.series,
      manifest.instances,
      JSON.stringify(manifest.submission),
      manifest.blobKey,
      manifest.size,
      at,
    ],
  );
}

/** The registry has it: it becomes the study's published manifest, the one before it is replaced. */
export async function confirmPublished(database: Database, manifest: ManifestRecord): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(`update manifest set state = 'replaced' where study_uid = $1 and state = 'published'`, [
      manifest.studyInstanceUID,
    ]);
    await sql.query(`update manifest set state = 'published' where unique_id = $1`, [manifest.uniqueId]);
  });
}

/** The registry refused it: it never existed. */
export async function dropPending(sql: Sql, uniqueId: string): Promise<void> {
  await sql.query(`delete from manifest where unique_id = $1 and state = 'pending'`, [uniqueId]);
}
