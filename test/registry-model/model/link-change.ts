import { type Association, type Folder, international, type SubmissionSet } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import type { LinkChange } from '../operation.ts';
import {
  Approved,
  bondsOf,
  Deprecated,
  firstVersion,
  holds,
  isLatest,
  isMemberOf,
  madeMember,
  madeName,
  type Outcome,
  ofKind,
  type Registry,
  refused,
  survivor,
  type Versioned,
  withObjects,
} from './registry.ts';

/** What the registry of this model is set to say of SubmissionSets that a link change makes. */
export const linkChangeContentType = { code: 'LINK', codingScheme: '1.2.3.4', displayName: 'Link change' };

/**
 * ITI-64 Notify XAD-PID Link Change — ITI TF-2 3.64.4.1.3: the Approved documents of a local identifier get new versions
 * under the patient it belongs to now; what ties them together comes along, and Folders that hold nothing else.
 */
export function changeLink(registry: Registry, message: LinkChange, time: string): Outcome {
  const { before, now, local, subsumedLocal = local } = message;
  if ([before, now].some((id) => registry.patients.get(id) !== id)) return refused(registry, ['AE']);
  const entries = ofKind(registry, 'DocumentEntry').filter(
    (entry) =>
      entry.availabilityStatus === Approved &&
      isLatest(registry, entry) &&
      survivor(registry, entry.patientId) === before &&
      entry.sourcePatientId === subsumedLocal,
  );
  if (entries.length === 0) return { codes: [], registry, chosen: [] };
  const folders = ofKind(registry, 'Folder').filter((folder) => movesWhole(registry, folder, entries));
  const moving = [...entries, ...folders];
  const set = linkChangeSet(registry, message, time);
  let all = withObjects(registry, [set]);
  const successors = new Map<string, Versioned>();
  for (const former of moving) {
    const successor = { ...former, ...successorOf(all, former, now), ...moved(former, { time, local }) };
    successors.set(former.entryUUID, successor);
    all = withObjects(all, [{ ...former, availabilityStatus: Deprecated }, successor]);
    const member = madeMember(all, set.entryUUID, successor.entryUUID);
    const isOriginal = former.kind === 'DocumentEntry' ? { submissionSetStatus: 'Original' } : {};
    all = withObjects(all, [{ ...member, ...isOriginal }]);
  }
  all = withBonds(all, registry, { set, successors });
  all = withReferences(all, registry, successors);
  return { codes: [], registry: all, chosen: [...all.objects.keys()].filter((id) => !registry.objects.has(id)) };
}

/** An Approved Folder that holds documents which move, and no others. */
function movesWhole(registry: Registry, folder: Folder, entries: readonly Versioned[]): boolean {
  const moves = new Set(entries.map(({ entryUUID }) => entryUUID));
  const held = bondsOf(registry, folder.entryUUID).filter((bond) => holds(registry, bond));
  const isAsked = folder.availabilityStatus === Approved && isLatest(registry, folder);
  return isAsked && held.length > 0 && held.every(({ target }) => moves.has(target));
}

function linkChangeSet(registry: Registry, { now, sourceId }: LinkChange, time: string): SubmissionSet {
  const { displayName, ...code } = linkChangeContentType;
  return firstVersion({
    kind: 'SubmissionSet',
    entryUUID: madeName(registry, `link change by ${sourceId}`),
    author: [],
    intendedRecipient: [],
    extraMetadata: [],
    contentTypeCode: { ...code, displayName: international(displayName) },
    patientId: now,
    sourceId,
    submissionTime: time,
  });
}

function successorOf(registry: Registry, former: Versioned, patientId: string) {
  const version = String(Number(former.version) + 1);
  const entryUUID = madeName(registry, `${former.logicalID} version ${version} of ${patientId.split('^')[0]}`);
  return { entryUUID, version, patientId };
}

function moved({ kind }: Versioned, { time, local }: { time: string; local: string }) {
  return kind === 'Folder' ? { lastUpdateTime: time } : { sourcePatientId: local };
}

/** What is between two objects that move moves too; a membership is the doing of the new SubmissionSet. */
function withBonds(
  registry: Registry,
  before: Registry,
  { set, successors }: { set: SubmissionSet; successors: ReadonlyMap<string, Versioned> },
): Registry {
  let all = registry;
  for (const bond of ofKind(before, 'Association').filter((a) => holds(before, a))) {
    const source = successors.get(bond.source)?.entryUUID;
    const target = successors.get(bond.target)?.entryUUID;
    if (source === undefined || target === undefined) continue;
    const name = `${bond.type.slice(bond.type.lastIndexOf(':') + 1)}(${source},${target})`;
    const repeated = firstVersion({ ...bond, entryUUID: madeName(all, name), source, target });
    all = withObjects(all, [repeated]);
    if (bond.type === associationTypes.HasMember)
      all = withObjects(all, [madeMember(all, set.entryUUID, repeated.entryUUID)]);
  }
  return all;
}

/** A membership by reference is of the new version instead; its SubmissionSet is the same, whoever that is about. */
function withReferences(registry: Registry, before: Registry, successors: ReadonlyMap<string, Versioned>): Registry {
  const isReference = (a: Association) =>
    isMemberOf(before, 'SubmissionSet', a) && a.submissionSetStatus === 'Reference' && holds(before, a);
  let all = registry;
  for (const reference of ofKind(before, 'Association').filter(isReference)) {
    const target = successors.get(reference.target)?.entryUUID;
    if (target === undefined) continue;
    const entryUUID = madeName(all, `HasMember(${reference.source},${target})`);
    const again = firstVersion({ ...reference, entryUUID, target });
    all = withObjects(all, [{ ...reference, availabilityStatus: Deprecated }, again]);
  }
  return all;
}
