import { dtmFromDate } from '../../schemas/datatypes/dtm.ts';
import { oidFromUuid } from '../../schemas/datatypes/uuid.ts';
import {
  type Association,
  type DocumentEntry,
  type Folder,
  international,
  type Submission,
  type SubmissionSet,
} from '../../schemas/metadata/nouns.ts';
import { type AssociationTypeName, associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { type EntryWorld, type SeedPatient, seedCode, seedEntry } from './document-entry.ts';

/** What a patient's history is to be like. */
export interface HistoryOptions {
  /** DocumentEntries in all. */
  readonly entries: number;
  /** DocumentEntries of one submission at most. */
  readonly batch: number;
}

const sourceId = '1.3.6.1.4.1.21367.13.90.200';
/** Fifteen years, the same in every run. */
const from = Date.UTC(2011, 0, 1);
const until = Date.UTC(2026, 0, 1);
/** Patients with fewer entries get all of them in one submission. */
const severalSubmissions = 10;

/**
 * The submissions of one patient, oldest first; each must be registered before the next. From ten entries on there are
 * several: of the later entries one in twenty replaces an earlier one, and one in twenty adds to one. One patient in six
 * has a Folder.
 */
export function* historyOf(world: EntryWorld, patient: SeedPatient, options: HistoryOptions): Generator<Submission> {
  const { entries, batch } = options;
  const times = Array.from({ length: entries }, () => from + world.random.next() * (until - from)).sort(
    (a, b) => a - b,
  );
  const first = Math.min(batch, entries < severalSubmissions ? entries : Math.ceil(entries * 0.8));
  const originals: string[] = [];
  for (let at = 0, size = first; at < entries; at += size, size = Math.min(batch, entries - at)) {
    const documents = times.slice(at, at + size).map((time) => seedEntry(world, patient, new Date(time)));
    yield submission(world, patient, {
      documents,
      originals,
      hasFolder: at === 0 && size > 2 && world.random.chance(1 / 6),
    });
  }
}

interface Content {
  readonly documents: readonly DocumentEntry[];
  /** Entries of earlier submissions that can be replaced and added to; this submission's join them. */
  readonly originals: string[];
  readonly hasFolder: boolean;
}

function submission(world: EntryWorld, patient: SeedPatient, content: Content): Submission {
  const { documents, originals, hasFolder } = content;
  const set = submissionSet(world, patient, documents);
  const folders = hasFolder ? [folder(world, patient)] : [];
  const associations = [
    ...documents.map((document) => original(world, set, document)),
    ...folders.flatMap((one) => filed(world, set, one, documents.slice(0, Math.ceil(documents.length / 3)))),
    ...relationships(world, documents, originals),
  ];
  return { submissionSets: [set], documentEntries: documents, folders, associations, objectRefs: [] };
}

function submissionSet(world: EntryWorld, patient: SeedPatient, documents: readonly DocumentEntry[]): SubmissionSet {
  const entryUUID = world.random.uuid();
  const last = documents.at(-1)!;
  return {
    kind: 'SubmissionSet',
    entryUUID,
    extraMetadata: [],
    author: last.author,
    contentTypeCode: seedCode(world, 'contentTypeCode'),
    intendedRecipient: [],
    patientId: patient.patientId,
    sourceId,
    submissionTime: last.creationTime!,
    title: international(`${documents.length} documents of ${patient.home.name}`),
    uniqueId: oidFromUuid(entryUUID),
  };
}

function folder(world: EntryWorld, patient: SeedPatient): Folder {
  const entryUUID = world.random.uuid();
  return {
    kind: 'Folder',
    entryUUID,
    extraMetadata: [],
    codeList: [seedCode(world, 'codeList')],
    lastUpdateTime: dtmFromDate(new Date(until)),
    patientId: patient.patientId,
    title: international('Course of treatment'),
    uniqueId: oidFromUuid(entryUUID),
  };
}

function association(
  world: EntryWorld,
  type: AssociationTypeName,
  ends: { source: string; target: string },
): Association {
  return {
    kind: 'Association',
    entryUUID: world.random.uuid(),
    extraMetadata: [],
    type: associationTypes[type],
    ...ends,
  };
}

function original(
  world: EntryWorld,
  { entryUUID: source }: SubmissionSet,
  { entryUUID: target }: DocumentEntry,
): Association {
  return { ...association(world, 'HasMember', { source, target }), submissionSetStatus: 'Original' };
}

/** A Folder's memberships; it and they are members of the submission. */
function filed(
  world: EntryWorld,
  set: SubmissionSet,
  into: Folder,
  documents: readonly DocumentEntry[],
): Association[] {
  const member = (source: string, target: string) => association(world, 'HasMember', { source, target });
  const members = documents.map((document) => member(into.entryUUID, document.entryUUID));
  return [...members, ...[into, ...members].map(({ entryUUID }) => member(set.entryUUID, entryUUID))];
}

/** Who replaces and adds to whom. What is replaced is not touched again, and nothing is added to an addendum. */
function relationships(world: EntryWorld, documents: readonly DocumentEntry[], originals: string[]): Association[] {
  const { random } = world;
  const earlier = originals.length;
  const made: Association[] = [];
  let usable = earlier;
  for (const { entryUUID: source } of documents) {
    const fate = earlier === 0 ? 1 : random.next();
    if (fate < 0.05 && usable > 0) {
      const [target] = originals.splice(random.below(usable), 1);
      usable -= 1;
      made.push(association(world, 'RPLC', { source, target: target! }));
      originals.push(source);
    } else if (fate < 0.1 && usable > 0) {
      made.push(association(world, 'APND', { source, target: originals[random.below(usable)]! }));
    } else originals.push(source);
  }
  return made;
}
