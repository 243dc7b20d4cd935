import type { BlobStore, StagedBlob } from '../../../runtime/blobs/blob-store.ts';
import type { Database, Row, Sql } from '../../../runtime/sql/database.ts';
import type { Submission } from '../../../schemas/metadata/nouns.ts';

/** One document that was made for an entry. */
export interface SnapshotRecord {
  /** NewDocumentUniqueId. */
  readonly uniqueId: string;
  /** uniqueId of the On-Demand entry. */
  readonly entryUniqueId: string;
  /** Counts the snapshots of one entry from 1. */
  readonly number: number;
  /** Of its content; '' for one that was withdrawn. */
  readonly fingerprint: string;
  readonly mimeType: string;
  /** Undefined when its bytes are gone: a newer one has taken its place. */
  readonly blobKey?: string;
  /** Octets. */
  readonly size: number;
  readonly serviceStartTime?: string;
  readonly serviceStopTime?: string;
  /** Of the Stable entry it is registered with, if ever. */
  readonly entryUUID: string;
  /** `made`: only here; `pending`: about to be stored and registered; `persisted`: both, at `repositoryUniqueId`. */
  readonly state: 'made' | 'pending' | 'persisted';
  /** The metadata it is registered with, exactly as sent; there once it is pending. */
  readonly submission?: Submission;
  readonly repositoryUniqueId?: string;
  readonly since: Date;
}

/** The snapshots of this source. Everything throws Unavailable when database or storage do not answer. */
export interface SnapshotStore {
  /** The newest one of an entry. */
  last(entryUniqueId: string): Promise<SnapshotRecord | undefined>;
  /** The newest one of an entry that was persisted. */
  lastPersisted(entryUniqueId: string): Promise<SnapshotRecord | undefined>;
  /** Of these uniqueIds those that are snapshots of this source. */
  among(uniqueIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Enters a new snapshot, makes its bytes durable and drops those of the one before. False, with nothing kept, when
   * somebody else has taken its number.
   */
  add(snapshot: SnapshotRecord, staged: StagedBlob): Promise<boolean>;
  /** Readies one that was only made to be stored and registered with this metadata; gives it as it then is. */
  prepare(snapshot: SnapshotRecord, submission: Submission): Promise<SnapshotRecord>;
  /** It is stored there and registered. */
  confirm(uniqueId: string, repositoryUniqueId: string): Promise<void>;
  /** It was refused, and is not handed out again: its entryUUID may be known to the registry. */
  withdraw(uniqueId: string): Promise<void>;
  open(snapshot: SnapshotRecord): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Removes bytes that belong to no snapshot, which only a crash can leave; gives their number. */
  dropStray(): Promise<number>;
}

/** What the rows refer to in the storage, for backups: a row is entered with its bytes. */
export const snapshotReferences =
  'select blob_key as key, size, true as required from snapshot where blob_key is not null';

/** The store over the source's schema (migration 0001) and its bytes. */
export function snapshotStore(database: Database, blobs: BlobStore): SnapshotStore {
  const one = async (condition: string, values: readonly unknown[]) => {
    const text = `select * from snapshot where ${condition} order by number desc limit 1`;
    const [row] = await database.query(text, values);
    return row && snapshotRecord(row);
  };
  const set = async (assignments: string, values: readonly unknown[], from: SnapshotRecord['state']) => {
    await database.query(`update snapshot set ${assignments} where unique_id = $1 and state = '${from}'`, values);
  };
  return {
    last: (id) => one('entry_unique_id = $1', [id]),
    lastPersisted: (id) => one(`entry_unique_id = $1 and state = 'persisted'`, [id]),
    among: async (ids) => {
      const rows = await database.query('select unique_id as id from snapshot where unique_id = any($1)', [ids]);
      return new Set(rows.map(({ id }) => String(id)));
    },
    add: (snapshot, staged) => add({ database, blobs }, snapshot, staged),
    prepare: async ({ uniqueId }, submission) => {
      // Of two that do it at once the first decides: both then send the same submission, which is registered once.
      await set(`state = 'pending', submission = $2`, [uniqueId, JSON.stringify(submission)], 'made');
      return (await one('unique_id = $1', [uniqueId]))!;
    },
    confirm: (id, place) => set(`state = 'persisted', repository_unique_id = $2`, [id, place], 'pending'),
    withdraw: (id) => set(`state = 'made', submission = null, fingerprint = ''`, [id], 'pending'),
    dropStray: () => dropStray(database, blobs),
    open: async ({ blobKey }) => (blobKey === undefined ? undefined : blobs.open(blobKey)),
  };
}

function snapshotRecord(row: Row): SnapshotRecord {
  const text = (key: string, value: unknown) => (value === null ? {} : { [key]: String(value) });
  return {
    uniqueId: String(row.unique_id),
    entryUniqueId: String(row.entry_unique_id),
    number: Number(row.number),
    fingerprint: String(row.fingerprint),
    mimeType: String(row.mime_type),
    ...text('blobKey', row.blob_key),
    size: Number(row.size),
    ...text('serviceStartTime', row.service_start_time),
    ...text('serviceStopTime', row.service_stop_time),
    entryUUID: String(row.entry_uuid),
    state: row.state as SnapshotRecord['state'],
    ...(row.submission === null ? {} : { submission: row.submission as Submission }),
    ...text('repositoryUniqueId', row.repository_unique_id),
    since: row.since as Date,
  };
}

const addText = `insert into snapshot (unique_id, entry_unique_id, number, fingerprint, mime_type, blob_key, size,
  service_start_time, service_stop_time, entry_uuid, state, since)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'made', $11)
on conflict (entry_unique_id, number) do nothing returning unique_id`;

async function add(
  { database, blobs }: { database: Database; blobs: BlobStore },
  snapshot: SnapshotRecord,
  staged: StagedBlob,
): Promise<boolean> {
  const { uniqueId, entryUniqueId, number, fingerprint, mimeType, size, entryUUID, since } = snapshot;
  const entered = await database.transaction(async (sql) => {
    await lockBlobs(sql, [staged.key]);
    const { serviceStartTime: start = null, serviceStopTime: stop = null } = snapshot;
    const values = [uniqueId, entryUniqueId, number, fingerprint, mimeType, staged.key, size, start, stop, entryUUID];
    const [row] = await sql.query(addText, [...values, since]);
    // Before the commit: whoever sees the row finds the bytes. A crash in between leaves bytes that `dropStray` removes.
    if (row !== undefined) await staged.publish();
    return row !== undefined;
  });
  if (entered) await dropOlder({ database, blobs }, snapshot);
  return entered;
}

/** Two documents can have the same bytes: these go with the last of them, under the lock that others are entered with. */
async function dropOlder(
  { database, blobs }: { database: Database; blobs: BlobStore },
  { entryUniqueId, number }: SnapshotRecord,
): Promise<void> {
  await database.transaction(async (sql) => {
    const older = await sql.query<{ key: string }>(
      `select blob_key as key from snapshot where entry_unique_id = $1 and number < $2 and blob_key is not null`,
      [entryUniqueId, number],
    );
    const keys = [...new Set(older.map(({ key }) => key))];
    await lockBlobs(sql, keys);
    await sql.query('update snapshot set blob_key = null where entry_unique_id = $1 and number < $2', [
      entryUniqueId,
      number,
    ]);
    const used = await sql.query<{ key: string }>(
      'select distinct blob_key as key from snapshot where blob_key = any($1)',
      [keys],
    );
    const stillUsed = new Set(used.map(({ key }) => key));
    for (const key of keys) if (!stillUsed.has(key)) await blobs.remove(key);
  });
}

async function dropStray(database: Database, blobs: BlobStore): Promise<number> {
  let dropped = 0;
  for await (const key of blobs.keys()) {
    if (await isUsed(database, key)) continue;
    dropped += await database.transaction(async (sql) => {
      await lockBlobs(sql, [key]);
      return !(await isUsed(sql, key)) && (await blobs.remove(key)) ? 1 : 0;
    });
  }
  return dropped;
}

async function isUsed(sql: Sql, key: string): Promise<boolean> {
  return (await sql.query('select from snapshot where blob_key = $1 limit 1', [key], 'blob-used')).length > 0;
}

async function lockBlobs(sql: Sql, keys: readonly string[]): Promise<void> {
  await sql.query(
    `select pg_advisory_xact_lock(hashtextextended('snapshot ' || key, 0)) from unnest($1::text[]) as key`,
    [[...keys].sort()],
  );
}
