import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import type { Database, Row } from '../../runtime/sql/database.ts';
import type { Submission } from '../../schemas/metadata/nouns.ts';
import { type SnapshotStore, snapshotStore } from './store/snapshots.ts';

/** One On-Demand entry of this source. */
export interface EntryRecord {
  readonly uniqueId: string;
  readonly generator: string;
  /** The affinity domain's CX it was registered for. */
  readonly patientId: string;
  readonly entryUUID: string;
  /** `PID-n|value`. */
  readonly sourcePatientInfo: readonly string[];
  /** The metadata exactly as sent. */
  readonly submission: Submission;
}

/** Whose entry of which kind. */
export interface EntryKey {
  readonly patientId: string;
  readonly generator: string;
}

/** The only door to the source's rows. Everything throws Unavailable when the database does not answer. */
export interface OnDemandStore {
  readonly snapshots: SnapshotStore;
  /** The entry with a uniqueId; one that was never registered is not found. */
  find(uniqueId: string): Promise<EntryRecord | undefined>;
  /** The one entry of a patient and generator in a state. */
  findBy(key: EntryKey, state: 'pending' | 'registered'): Promise<EntryRecord | undefined>;
  /** Registered entries, by uniqueId. */
  list(page: { readonly after: string; readonly limit: number }): Promise<EntryRecord[]>;
  /** Enters an entry before it is sent. False when another one of the patient and generator waits already. */
  enter(entry: EntryRecord, at: Date): Promise<boolean>;
  /** The registry has it; the one registered before it, if any, has ended. */
  confirm(entry: EntryRecord): Promise<void>;
  /** The registry refused it: it never existed. */
  drop(uniqueId: string): Promise<void>;
}

/** The store over the source's schema (migration 0001) and the bytes of its snapshots. */
export function onDemandStore(database: Database, blobs: BlobStore): OnDemandStore {
  const select = async (condition: string, values: readonly unknown[]) =>
    (await database.query(`select * from entry where ${condition}`, values)).map(entryRecord);
  return {
    snapshots: snapshotStore(database, blobs),
    find: async (uniqueId) => (await select(`unique_id = $1 and state <> 'pending'`, [uniqueId]))[0],
    findBy: async ({ patientId, generator }, state) =>
      (await select('patient_id = $1 and generator = $2 and state = $3', [patientId, generator, state]))[0],
    list: ({ after, limit }) =>
      select(`unique_id > $1 and state = 'registered' order by unique_id limit $2`, [after, limit]),
    enter: (entry, at) => enter(database, entry, at),
    confirm: (entry) => confirm(database, entry),
    drop: async (uniqueId) => {
      await database.query(`delete from entry where unique_id = $1 and state = 'pending'`, [uniqueId]);
    },
  };
}

function entryRecord(row: Row): EntryRecord {
  return {
    uniqueId: String(row.unique_id),
    generator: String(row.generator),
    patientId: String(row.patient_id),
    entryUUID: String(row.entry_uuid),
    sourcePatientInfo: row.source_patient_info as string[],
    submission: row.submission as Submission,
  };
}

async function enter(database: Database, entry: EntryRecord, at: Date): Promise<boolean> {
  const entered = await database.query(
    `insert into entry (unique_id, generator, patient_id, entry_uuid, source_patient_info, submission, state, since)
     values ($1, $2, $3, $4, $5, $6, 'pending', $7)
     on conflict (patient_id, generator) where state = 'pending' do nothing returning unique_id`,
    [
      entry.uniqueId,
      entry.generator,
      entry.patientId,
      entry.entryUUID,
      JSON.stringify(entry.sourcePatientInfo),
      JSON.stringify(entry.submission),
      at,
    ],
  );
  return entered.length > 0;
}

async function confirm(database: Database, { uniqueId, patientId, generator }: EntryRecord): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(
      `update entry set state = 'ended' where patient_id = $1 and generator = $2 and state = 'registered'
       and unique_id <> $3`,
      [patientId, generator, uniqueId],
    );
    await sql.query(`update entry set state = 'registered' where unique_id = $1 and state = 'pending'`, [uniqueId]);
  });
}
