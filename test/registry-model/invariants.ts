import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { columnsMeant, type KeptRow, type Snapshot, typedColumns } from './snapshot.ts';

/**
 * What holds of the tables of a registry after every operation, whatever that was. Each gives a sentence for everything
 * that breaks it.
 */
export const invariants: readonly ((snapshot: Snapshot) => Iterable<string>)[] = [
  everyObjectHasItsPlace,
  columnsSayWhatTextsSay,
  copiesAreNumbered,
  oneLatestVersion,
  endsExist,
  everythingBelongsToASubmission,
  associationsKnowWhatIsSuperseded,
  mergesLeadToAnEnd,
  ({ incomplete }) => incomplete,
];

/** Everything that is broken in a snapshot. */
export function broken(snapshot: Snapshot): string[] {
  return invariants.flatMap((invariant) => [...invariant(snapshot)]);
}

const kinds = {
  document_entry: 'DocumentEntry',
  submission_set: 'SubmissionSet',
  folder: 'Folder',
  association: 'Association',
} as const;

const uuid = (id: string) => id.slice('urn:uuid:'.length);
const isVersioned = ({ object: { kind } }: KeptRow) => kind === 'DocumentEntry' || kind === 'Folder';

/** A row in registry_object for each object and the other way round, and they agree. */
function* everyObjectHasItsPlace({ places, rows }: Snapshot) {
  const placed = new Map(places.map((place) => [place.entry_uuid, place]));
  for (const { table, row } of rows) {
    const place = placed.get(row.entry_uuid);
    if (place === undefined) {
      yield `${table} ${row.entry_uuid} has no row in registry_object`;
      continue;
    }
    placed.delete(row.entry_uuid);
    if (place.kind !== kinds[table]) yield `${row.entry_uuid} is a ${place.kind} in registry_object, kept in ${table}`;
    for (const column of ['patient_id', 'unique_id', 'logical_id'])
      if (column in row && (row[column] ?? null) !== (place[column] ?? null))
        yield `${column} of ${row.entry_uuid} is ${row[column]}, in registry_object ${place[column]}`;
  }
  for (const [id, { kind }] of placed) yield `registry_object has a ${kind} ${id} that no table holds`;
}

/** Typed columns and text say the same. */
function* columnsSayWhatTextsSay({ rows }: Snapshot) {
  for (const kept of rows) {
    const meant = columnsMeant(kept);
    for (const column of typedColumns(kept.table)) {
      const [found, expected] = [kept.row[column], meant[column]].map((value) => JSON.stringify(asColumn(value)));
      if (found !== expected)
        yield `${kept.table}.${column} of ${kept.row.entry_uuid} is ${found}, its text means ${expected}`;
    }
    if (uuid(kept.object.entryUUID) !== kept.row.entry_uuid)
      yield `the text of ${kept.row.entry_uuid} is that of ${kept.object.entryUUID}`;
  }
}

/** A value as the driver gives it: `size` is a number there and a string in metadata. */
function asColumn(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : (value ?? null);
}

/** The holders of one uniqueId have different numbers. */
function* copiesAreNumbered({ places }: Snapshot) {
  const seen = new Set<string>();
  for (const { unique_id, copy, entry_uuid } of places) {
    if (unique_id === null) continue;
    const key = `${unique_id} ${copy}`;
    if (seen.has(key)) yield `${entry_uuid} is the second holder ${copy} of ${unique_id}`;
    seen.add(key);
  }
}

/** Of the versions of a logical object one is the latest: the one with the highest number; no two have one number. */
function* oneLatestVersion({ rows }: Snapshot) {
  const byLogicalID = new Map<unknown, KeptRow[]>();
  for (const kept of rows.filter(isVersioned))
    byLogicalID.set(kept.row.logical_id, [...(byLogicalID.get(kept.row.logical_id) ?? []), kept]);
  for (const [logicalID, versions] of byLogicalID) {
    const numbers = versions.map(({ row }) => row.version as number);
    const latest = versions.filter(({ row }) => row.latest).map(({ row }) => row.version as number);
    if (latest.length !== 1 || latest[0] !== Math.max(...numbers))
      yield `of the versions ${numbers.sort()} of ${logicalID} the latest are ${latest}`;
    if (new Set(numbers).size < numbers.length) yield `${logicalID} has the versions ${numbers.sort()}`;
    if (new Set(versions.map(({ object }) => object.kind)).size > 1) yield `${logicalID} has versions of two kinds`;
  }
}

/** Nothing leads into the void. */
function* endsExist({ rows }: Snapshot) {
  const known = new Set(rows.map(({ row }) => row.entry_uuid));
  for (const { table, row } of rows)
    for (const end of ['source', 'target'])
      if (table === 'association' && !known.has(row[end])) yield `the ${end} of association ${row.entry_uuid} is gone`;
}

/** Every document, Folder and Folder membership is a member of a SubmissionSet. */
function* everythingBelongsToASubmission({ rows }: Snapshot) {
  const objects = new Map(rows.map(({ row, object }) => [row.entry_uuid, object]));
  const isSet = (id: unknown) => objects.get(id)?.kind === 'SubmissionSet';
  const members = rows.filter(
    ({ object }) => object.kind === 'Association' && object.type === associationTypes.HasMember,
  );
  const filed = new Set(members.filter(({ row }) => isSet(row.source)).map(({ row }) => row.target));
  const filing = new Set(members.filter(({ row }) => !isSet(row.source)).map(({ row }) => row.entry_uuid));
  for (const { row, object } of rows) {
    const isFiled = object.kind === 'DocumentEntry' || object.kind === 'Folder' || filing.has(row.entry_uuid);
    if (isFiled && !filed.has(row.entry_uuid)) yield `${object.kind} ${row.entry_uuid} is in no SubmissionSet`;
  }
}

/** `association.latest` is false exactly where an end, or an end of a filed membership, is a superseded version. */
function* associationsKnowWhatIsSuperseded({ rows }: Snapshot) {
  const byId = new Map(rows.map((kept) => [kept.row.entry_uuid, kept]));
  const isCurrent = (kept: KeptRow | undefined): boolean => {
    if (kept === undefined) return true;
    if (kept.table !== 'association') return kept.row.latest !== false;
    return [kept.row.source, kept.row.target].every((end) => isCurrent(byId.get(end)));
  };
  for (const kept of rows)
    if (kept.table === 'association' && kept.row.latest !== isCurrent(kept))
      yield `association ${kept.row.entry_uuid} has latest ${kept.row.latest}`;
}

/** `surviving_id` is the end of the chain of `subsumed_by`. */
function* mergesLeadToAnEnd({ patients }: Snapshot) {
  const next = new Map(patients.map((patient) => [patient.patient_id, patient.subsumed_by]));
  for (const { patient_id, surviving_id } of patients) {
    const passed = new Set<unknown>();
    let end: unknown = patient_id;
    while (next.get(end) && !passed.has(end)) {
      passed.add(end);
      end = next.get(end);
    }
    if (end !== surviving_id) yield `${patient_id} leads to ${end}, surviving_id says ${surviving_id}`;
  }
}
