import type { Database, Sql } from '../../runtime/sql/database.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { type ClusterChange, rematchRecords, selectCounterparts } from './store/clusters.ts';
import { type FoundPatient, findPatients, type PatientSearch } from './store/find.ts';
import {
  countBusy,
  deleteOutbox,
  insertOutbox,
  type OutboxMessage,
  type OutboxPlace,
  selectOutbox,
  selectWaitingPeers,
} from './store/outbox.ts';
import {
  type FedRecord,
  type PatientRecord,
  type RecordKey,
  saveRecord,
  selectRecords,
  subsumeRecord,
} from './store/records.ts';

/** What may be asked; whoever holds one cannot write. */
export interface CrossReferenceReader {
  /** Other active records of the same person in these domains (OIDs); undefined: unknown or merged away — ITI TF-2 3.9.4.2. */
  counterparts(key: RecordKey, domains: readonly string[]): Promise<readonly RecordKey[] | undefined>;
  find(search: PatientSearch): Promise<readonly FoundPatient[]>;
}

/** One feed message's own transaction; messages are taken one after the other. */
export interface RecordWriter {
  /** The known ones of some records. */
  records(keys: readonly RecordKey[]): Promise<readonly PatientRecord[]>;
  /** Adds or replaces; gives the key the record is matched by. */
  save(record: FedRecord): Promise<string | undefined>;
  /** Both active and of one domain. */
  subsume(prior: PatientRecord, surviving: PatientRecord): Promise<void>;
  /** Brings the clusters around changed records up to date. */
  rematch(change: ClusterChange): Promise<void>;
  /** Queues messages for peers, to be sent once this message is stored. */
  queue(messages: readonly PatientIdentityFeedRequest[], peers: readonly string[]): Promise<readonly OutboxPlace[]>;
  /** A mark for records fed together. */
  newId(): string;
}

/** Messages on their way to peers. */
export interface Outbox {
  /** The oldest for a peer up to a place (absent: all), a batch at a time. */
  next(peer: string, upTo?: number): Promise<readonly OutboxMessage[]>;
  answered(entry: number): Promise<void>;
  busy(entry: number): Promise<void>;
  waitingPeers(): Promise<readonly string[]>;
}

/** The PIX Manager's tables. Everything throws Unavailable when the database does not answer. */
export interface CrossReferenceStore extends CrossReferenceReader {
  /** All or nothing, for one feed message. */
  feed<T>(work: (records: RecordWriter) => Promise<T>): Promise<T>;
  readonly outbox: Outbox;
  ready(): Promise<boolean>;
}

/**
 * One message at a time: whom a record is the same person as depends on all other records, and the order of the outbox is
 * that of the commits. Held until the transaction ends; readers do not wait.
 */
const takeTurn = `select pg_advisory_xact_lock(hashtextextended(current_schema() || '.patient_record', 0))`;

/** Opens the store on a migrated schema. `newUUID` gives UUIDs with or without `urn:uuid:`. */
export function openCrossReferenceStore(database: Database, newUUID: () => string): CrossReferenceStore {
  const newId = () => newUUID().replace(/^urn:uuid:/, '');
  return {
    counterparts: (key, domains) => selectCounterparts(database, key, domains),
    find: (search) => findPatients(database, search),
    feed: (work) =>
      database.transaction(async (sql) => {
        await sql.query(takeTurn, [], 'take-turn');
        return work(writer(sql, newId));
      }),
    outbox: {
      next: (peer, upTo) => selectOutbox(database, peer, upTo),
      answered: (entry) => deleteOutbox(database, entry),
      busy: (entry) => countBusy(database, entry),
      waitingPeers: () => selectWaitingPeers(database),
    },
    ready: () => database.ready(),
  };
}

function writer(sql: Sql, newId: () => string): RecordWriter {
  return {
    records: (keys) => selectRecords(sql, keys),
    save: (record) => saveRecord(sql, record),
    subsume: (prior, surviving) => subsumeRecord(sql, prior, surviving),
    rematch: (change) => rematchRecords(sql, change, newId),
    queue: (messages, peers) => insertOutbox(sql, messages, peers),
    newId,
  };
}
