import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import type { Database, Row, Sql } from '../../runtime/sql/database.ts';
import { OutcomeUnknown, Unavailable } from '../../runtime/unavailable.ts';

/** What the repository knows of one document it keeps — ITI TF-2 3.41.4.1.3. */
export interface StoredDocument {
  readonly uniqueId: string;
  readonly blobKey: string;
  /** SHA-1, lower-case hex. */
  readonly hash: string;
  /** Octets. */
  readonly size: number;
  readonly mimeType: string;
}

/** A submission whose fate at the registry is not known (yet). */
export interface Unconfirmed {
  readonly submission: string;
  readonly uniqueIds: readonly string[];
}

/**
 * The only door to the repository's rows. A blob is removed only here, under the lock its reference count is read with.
 * Every method throws Unavailable when database or storage do not answer.
 */
export interface DocumentStore {
  /**
   * Enters the documents of one submission, before their bytes are published. A uniqueId that is here already keeps
   * its row. Gives the rows that hold other octets under one of the uniqueIds: then nothing at all was entered.
   */
  claim(claim: Claim): Promise<StoredDocument[]>;
  /** The registry has them: the submission's documents stay. Throws when they were released meanwhile. */
  confirm(submission: string): Promise<void>;
  /** The registry refused them: what only this submission brought is removed, rows and bytes. */
  release(submission: string): Promise<void>;
  /** The submission is still being worked on: for sweeps it counts as entered at this moment. */
  renew(submission: string, at: Date): Promise<void>;
  /** The documents with one of these uniqueIds, by uniqueId. */
  find(uniqueIds: readonly string[]): Promise<Map<string, StoredDocument>>;
  /** Submissions entered before a moment that were neither confirmed nor released. */
  unconfirmed(before: Date): Promise<Unconfirmed[]>;
}

/** The documents of one submission, entered at one moment. */
export interface Claim {
  readonly submission: string;
  readonly documents: readonly StoredDocument[];
  readonly at: Date;
}

/** The store over the repository's schema (migrations 0001 and 0003) and its documents. */
export function documentStore(database: Database, blobs: BlobStore): DocumentStore {
  return {
    claim: (claim) => claimDocuments(database, claim).catch(asOutage),
    confirm: (submission) => confirm(database, submission),
    release: (submission) => release({ database, blobs, submission }),
    renew: async (submission, at) => {
      await database.write('update unconfirmed set since = $2 where submission = $1', [submission, at]);
    },
    find: (uniqueIds) => find(database, uniqueIds),
    unconfirmed: (before) => unconfirmed(database, before),
  };
}

const claimText = `select unique_id as "uniqueId", blob_key as "blobKey", hash, size, mime_type as "mimeType"
 from claim_documents($1, $2, $3, $4, $5, $6, $7, $8)`;

async function claimDocuments(database: Database, { submission, documents, at }: Claim): Promise<StoredDocument[]> {
  const values = [submission, at, lockKeys(documents), ...columns(documents)];
  return [...(await database.write<StoredDocument & Row>(claimText, values, 'claim-documents'))];
}

/** Nothing can be registered yet: a claim that may have been entered is an outage like any other, left to the sweeper. */
function asOutage(error: unknown): never {
  if (error instanceof OutcomeUnknown) throw new Unavailable(error.message, { cause: error });
  throw error;
}

function columns(rows: readonly StoredDocument[]): unknown[] {
  return [
    rows.map((row) => row.uniqueId),
    rows.map((row) => row.blobKey),
    rows.map((row) => row.hash),
    rows.map((row) => row.size),
    rows.map((row) => row.mimeType),
  ];
}

/**
 * Not waited for until it is on disk: when a power cut takes it away, the sweeper asks the registry and does it again.
 * The claim before it was waited for.
 */
const confirmText = `with confirmed as (
   delete from unconfirmed where submission = $1 and set_config('synchronous_commit', 'off', true) is not null
   returning unique_id
 ) update document set state = 'registered' where unique_id in (select unique_id from confirmed) returning unique_id`;

async function confirm(database: Database, submission: string): Promise<void> {
  const confirmed = await database.write(confirmText, [submission], 'confirm');
  if (confirmed.length === 0) {
    throw new Error(
      `Submission ${submission} was registered, but its documents are no longer held for it: the registry took longer ` +
        'to answer than the retry window. Raise retryWindowSeconds and let the source submit again.',
    );
  }
}

interface Release {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly submission: string;
}

async function release(options: Release): Promise<void> {
  try {
    await releaseNow(options);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // Known not to be wanted, so the next sweep need not wait for the retry window.
    const { database, submission } = options;
    await database.write('update unconfirmed set since = $2 where submission = $1', [submission, new Date(0)]);
    throw error;
  }
}

async function releaseNow({ database, blobs, submission }: Release): Promise<void> {
  await database.transaction(async (sql) => {
    const brought = await sql.query<Pick<StoredDocument, 'uniqueId' | 'blobKey'> & Row>(
      `select d.unique_id as "uniqueId", d.blob_key as "blobKey"
       from unconfirmed u join document d using (unique_id) where u.submission = $1`,
      [submission],
    );
    await lockDocuments(sql, brought);
    await sql.query('delete from unconfirmed where submission = $1', [submission]);
    const keys = [...new Set(brought.map((row) => row.blobKey))];
    await sql.query(
      `delete from document d where d.blob_key = any($1) and d.state = 'staged'
       and not exists (select from unconfirmed u where u.unique_id = d.unique_id)`,
      [keys],
    );
    const used = await sql.query<{ blobKey: string }>(
      `select distinct blob_key as "blobKey" from document where blob_key = any($1)`,
      [keys],
    );
    const stillUsed = new Set(used.map((row) => row.blobKey));
    // Before the commit, while the lock is held: nobody can enter a document with these bytes in between.
    for (const key of keys) if (!stillUsed.has(key)) await blobs.remove(key);
  });
}

/**
 * Holds off, until the transaction ends, everybody else who enters or drops a document with the same bytes or the same
 * uniqueId. All take their locks in one order.
 */
export async function lockDocuments(
  sql: Sql,
  rows: readonly Pick<StoredDocument, 'uniqueId' | 'blobKey'>[],
): Promise<void> {
  await sql.query(
    'select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest($1::text[]) as key',
    [lockKeys(rows)],
    'lock-documents',
  );
}

function lockKeys(rows: readonly Pick<StoredDocument, 'uniqueId' | 'blobKey'>[]): string[] {
  return [...new Set(rows.flatMap((row) => [`blob ${row.blobKey}`, `document ${row.uniqueId}`]))].sort();
}

async function find(sql: Sql, uniqueIds: readonly string[]): Promise<Map<string, StoredDocument>> {
  const rows = await sql.query<StoredDocument & Row>(
    `select unique_id as "uniqueId", blob_key as "blobKey", hash, size, mime_type as "mimeType"
     from document where unique_id = any($1)`,
    [uniqueIds],
    'find',
  );
  return new Map(rows.map((row) => [row.uniqueId, row]));
}

async function unconfirmed(database: Database, before: Date): Promise<Unconfirmed[]> {
  const rows = await database.query<Unconfirmed & Row>(
    `select submission, array_agg(unique_id) as "uniqueIds" from unconfirmed
     where since < $1 group by submission order by min(since)`,
    [before],
  );
  return [...rows];
}
