import type { Database, Sql } from '../../runtime/sql/database.ts';
import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import type { Selection, SelectionOptions, SelectionSource } from './selections/selection.ts';
import { type AnsweredQuery, selectStoredQuery } from './selections/selections.ts';
import { holdObjects } from './store/hold.ts';
import { createInserter, type Inserter, type NewInsertion } from './store/insert.ts';
import { type LinkChangeReader, linkChangeReader } from './store/link-change.ts';
import { insertPatients, lockPatients, selectComposite, updateMerged } from './store/patients.ts';
import {
  type FolderMembership,
  selectDependents,
  selectFoldersHolding,
  updateFolderTimes,
  updateStatus,
} from './store/relationships.ts';
import { type RemovalWriter, removalWriter } from './store/removal.ts';
import { type VersionWriter, versionWriter } from './store/versions.ts';
import { type KnownPatient, type RegistryView, selectView, type ViewRequest } from './store/view.ts';

/** What may be asked of the registry; whoever holds one cannot write. */
export interface RegistryReader {
  /**
   * The answer to one stored query: one statement, one snapshot — ITI TF-2 3.18.4.1.2.3.7. Inside a transaction all of it
   * is held, whatever `heldRows` says.
   */
  select(query: AnsweredQuery, options: SelectionOptions): Promise<Selection>;
  /** Everything a submission is judged by: one round trip, and one more when something it names is registered. */
  view(request: ViewRequest): Promise<RegistryView>;
  /** An active patient id and all ids merged into it; empty when unknown or merged away — ITI TF-2 3.8.4.2.4. */
  compositeOf(patientId: string): Promise<readonly string[]>;
}

/** One submission's own transaction. What it does is seen by nobody before `submit` returns. */
export interface RegistryWriter extends RegistryReader {
  /**
   * Keeps others from changing or relating to these objects until the submission ends; `tied` are locked with what
   * Approved associations tie to them.
   */
  lock(entryUUIDs: readonly string[], tied?: readonly string[]): Promise<void>;
  /** Approved transformations of and addenda to the entries, locked; one level. The entries are locked. */
  dependentsOf(entryUUIDs: readonly string[]): Promise<readonly string[]>;
  /** Approved Folders of the patient, or of those merged with them, that hold the entries, locked. The entries are locked. */
  foldersHolding(entryUUIDs: readonly string[], patientId: string): Promise<readonly FolderMembership[]>;
  /**
   * Objects as they are to be answered, with UUIDs for ids; associations lie with `patientId`. `view` is what the
   * submission was judged by; without one its uniqueIds are taken to be new.
   */
  insert(objects: readonly RegistryObject[], patientId: string, view?: RegistryView): Promise<void>;
  /** Of registered DocumentEntries; the full URN. */
  setAvailabilityStatus(entryUUIDs: readonly string[], status: string): Promise<void>;
  /** Of registered Folders; DTM of 14 digits. */
  touchFolders(entryUUIDs: readonly string[], lastUpdateTime: string): Promise<void>;
}

/** One update's own transaction — ITI TF-2 3.57.4.1.3. */
export type UpdateWriter = RegistryWriter & VersionWriter;

/** The own transaction of a link change — ITI TF-2 3.64.4.1.3. */
export type LinkChangeWriter = UpdateWriter & LinkChangeReader;

/** The patient identity feed's own transaction. */
export interface PatientWriter {
  add(patientIds: readonly string[]): Promise<void>;
  /** The known ones, held until the feed message is done. */
  hold(patientIds: readonly string[]): Promise<readonly KnownPatient[]>;
  /** Both held and active. */
  merge(subsumed: string, surviving: string): Promise<void>;
}

/** The registry's tables. Everything throws Unavailable when the database does not answer. */
export interface RegistryStore extends RegistryReader {
  /**
   * All or nothing — ITI TF-2 3.42.4.1.3.1. `work` runs again when another submission that was committed meanwhile
   * took one of its uniqueIds or entryUUIDs, so that its rules judge the registry as it then is.
   */
  submit<T>(work: (registry: RegistryWriter) => Promise<T>): Promise<T>;
  /**
   * All or nothing, in one round trip: objects that relate to nothing registered, if the registry is as `viewOfNew`
   * shows it at that moment. False, with nothing written, when it is not: such a submission is judged by `submit`.
   */
  insertNew(insertion: NewInsertion): Promise<boolean>;
  /** As `submit`, for an update — ITI TF-2 3.57.4.1.3. */
  update<T>(work: (registry: UpdateWriter) => Promise<T>): Promise<T>;
  /** As `submit`, for a link change — ITI TF-2 3.64.4.1.3. */
  changeLink<T>(work: (registry: LinkChangeWriter) => Promise<T>): Promise<T>;
  /** All or nothing, for one removal — ITI Supplement RMD 3.62.4.1.3. */
  remove<T>(work: (removal: RemovalWriter) => Promise<T>): Promise<T>;
  /** All or nothing, for one feed message. */
  feed<T>(work: (patients: PatientWriter) => Promise<T>): Promise<T>;
  ready(): Promise<boolean>;
}

/** How often a submission is judged again before the race it keeps losing is reported as trouble. */
const attempts = 5;

/** Opens the store on a migrated schema. `encode` is schemas/ebrim's encodeRegistryObject. */
export function openRegistryStore(database: Database, encode: (object: RegistryObject) => string): RegistryStore {
  const inserter = createInserter(encode);
  return {
    ...reader(database),
    submit: (work) => submit(database, (sql) => work(writer(sql, inserter))),
    insertNew: (insertion) => insertNew(database, inserter, insertion),
    update: (work) => submit(database, (sql) => work({ ...writer(sql, inserter), ...versionWriter(sql) })),
    changeLink: (work) =>
      submit(database, (sql) => work({ ...writer(sql, inserter), ...versionWriter(sql), ...linkChangeReader(sql) })),
    remove: (work) => database.transaction((sql) => work(removalWriter(sql))),
    feed: (work) => database.transaction((sql) => work(patientWriter(sql))),
    ready: () => database.ready(),
  };
}

async function submit<T>(database: Database, work: (sql: Sql) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(work);
    } catch (error) {
      if (attempt === attempts || !lostRace(error)) throw error;
    }
  }
}

async function insertNew(database: Database, inserter: Inserter, insertion: NewInsertion): Promise<boolean> {
  try {
    return await inserter.insertNew(database.write, insertion);
  } catch (error) {
    if (lostRace(error)) return false;
    throw error;
  }
}

/** A unique constraint: the rules saw the id free, so somebody else was committed since. */
function lostRace(error: unknown): boolean {
  return (error as { code?: string }).code === '23505';
}

function reader(sql: SelectionSource): RegistryReader {
  return {
    select: (query, options) => selectStoredQuery(sql, query, options),
    view: (request) => selectView(sql, request),
    compositeOf: (patientId) => selectComposite(sql, patientId),
  };
}

function writer(sql: Sql, inserter: Inserter): RegistryWriter {
  return {
    ...reader(sql),
    lock: async (entryUUIDs, tied = []) => void (await holdObjects(sql, { entryUUIDs, tied })),
    dependentsOf: (ids) => selectDependents(sql, ids),
    foldersHolding: (ids, patientId) => selectFoldersHolding(sql, ids, patientId),
    insert: (objects, patientId, view) => inserter.insert(sql, { objects, patientId, view }),
    setAvailabilityStatus: (ids, status) => updateStatus(sql, ids, status),
    touchFolders: (ids, time) => updateFolderTimes(sql, ids, time),
  };
}

function patientWriter(sql: Sql): PatientWriter {
  return {
    add: (ids) => insertPatients(sql, ids),
    hold: (ids) => lockPatients(sql, ids),
    merge: (subsumed, surviving) => updateMerged(sql, subsumed, surviving),
  };
}
