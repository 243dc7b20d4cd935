import type { Association, DocumentEntry, RegistryObject, Submission } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentAvailabilities } from '../../../schemas/vocabulary/statuses.ts';
import type { Operation } from '../operation.ts';
import { withFolderTimes } from './register.ts';
import {
  Approved,
  bondsOf,
  Deprecated,
  firstVersion,
  holds,
  isMemberOf,
  isVersioned,
  latestVersion,
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
import {
  type Codes,
  idsInUse,
  illegalRelationships,
  patientOf,
  sentObjects,
  setUniqueIdInUse,
  unknownPatients,
  unresolvedReferences,
} from './submission.ts';

const { HasMember, UpdateAvailabilityStatus, SubmitAssociation } = associationTypes;

/** A new version in a message, with its link to the SubmissionSet and the version it follows. */
interface NewVersion {
  readonly object: Versioned;
  readonly member: Association;
  readonly former: Versioned | undefined;
  readonly propagates: boolean;
}

/** ITI-57 Update Document Set and ITI-92 Restricted Update Document Set — XDS Metadata Update 3.57.4.1.3, RMU 3.92. */
export function update(
  registry: Registry,
  { submission, restricted, symbolic }: Extract<Operation, { does: 'update' }>,
  time: string,
): Outcome {
  const versions = newVersions(registry, submission);
  const judged = restricted ? restrictedFindings : findings;
  const codes = [...judged(registry, submission, versions)];
  if (codes.length > 0) return refused(registry, codes);
  const [set] = submission.submissionSets;
  let updated = withObjects(registry, [firstVersion(set!)]);
  updated = withVersions(updated, versions, time);
  updated = withPropagated(updated, registry, { versions, set: set!.entryUUID, time });
  updated = withSubmitted(updated, submission, time);
  updated = withStatuses(updated, statusChanges(registry, submission, versions));
  const sent = new Set(sentObjects(submission).map(({ entryUUID }) => entryUUID));
  const added = [...updated.objects.keys()].filter((id) => !registry.objects.has(id));
  return { codes: [], registry: updated, chosen: added.filter((id) => symbolic || !sent.has(id)) };
}

function newVersions(registry: Registry, { documentEntries, folders, associations }: Submission): NewVersion[] {
  return [...documentEntries, ...folders].map((object) => {
    const member = associations.find(({ type, target }) => type === HasMember && target === object.entryUUID)!;
    const former = latestVersion(registry, object.logicalID);
    return { object, member, former, propagates: member.associationPropagation !== 'no' };
  });
}

function* findings(registry: Registry, submission: Submission, versions: readonly NewVersion[]): Codes {
  yield* commonFindings(registry, submission, versions);
  for (const { object, former } of versions) {
    if (former?.kind !== object.kind) continue;
    if (former.availabilityStatus !== Approved) yield 'XDSMetadataUpdateError';
    if (former.uniqueId !== object.uniqueId) yield 'XDSMetadataUpdateError';
    if (objectTypeOf(former) !== objectTypeOf(object)) yield 'XDSMetadataUpdateError';
    const moves = survivor(registry, object.patientId) !== survivor(registry, former.patientId);
    if (moves && bondsOf(registry, former.entryUUID).some((bond) => holds(registry, bond)))
      yield 'XDSPatientIDReconciliationError';
  }
  yield* statusFindings(registry, submission, versions);
  yield* submittedFindings(registry, submission, versions);
  yield* illegalRelationships(registry, submission);
}

/** What any update is refused for: it names what is not there, or was made from another version than the latest. */
function* commonFindings(registry: Registry, submission: Submission, versions: readonly NewVersion[]): Codes {
  yield* unresolvedReferences(registry, submission);
  yield* idsInUse(registry, submission);
  yield* setUniqueIdInUse(registry, submission);
  yield* unknownPatients(registry, submission);
  for (const { object, former, member } of versions)
    if (former?.kind !== object.kind || former.version !== member.previousVersion) yield 'XDSMetadataVersionError';
}

/** A restricted update changes what a document says of itself, not whose, what kind or where it is — RMU 3.92.4.1.3. */
function* restrictedFindings(registry: Registry, submission: Submission, versions: readonly NewVersion[]): Codes {
  yield* commonFindings(registry, submission, versions);
  for (const { object, former } of versions) {
    if (object.kind !== 'DocumentEntry' || former?.kind !== 'DocumentEntry') continue;
    if (object.uniqueId !== former.uniqueId) yield 'XDSMetadataIdentifierError';
    if (survivor(registry, object.patientId) !== survivor(registry, former.patientId))
      yield 'XDSPatientIDReconciliationError';
    if (unmodifiable(object).some((value, i) => value !== unmodifiable(former)[i])) yield 'UnmodifiableMetadataError';
  }
}

function unmodifiable(entry: DocumentEntry): (string | undefined)[] {
  const { objectType, sourcePatientId, repositoryUniqueId, documentAvailability } = entry;
  return [objectType, sourcePatientId, repositoryUniqueId, documentAvailability ?? documentAvailabilities.Online];
}

function objectTypeOf(object: Versioned): string | undefined {
  return object.kind === 'DocumentEntry' ? object.objectType : undefined;
}

/** A change of status and what it is of: of what the same message gives a new version, that version — rule 11. */
interface StatusChange {
  readonly change: Association;
  readonly object: RegistryObject | undefined;
  readonly newVersion: NewVersion | undefined;
}

function statusChanges(
  registry: Registry,
  { associations }: Submission,
  versions: readonly NewVersion[],
): StatusChange[] {
  return associations
    .filter(({ type }) => type === UpdateAvailabilityStatus)
    .map((change) => ({
      change,
      object: registry.objects.get(change.target),
      newVersion: versions.find((v) => v.object.entryUUID === change.target || v.former?.entryUUID === change.target),
    }));
}

/** Who changes a status knows it; history and submissions keep theirs — XDS Metadata Update 3.57.4.1.3.3.2, .4 and .5. */
function* statusFindings(registry: Registry, submission: Submission, versions: readonly NewVersion[]): Codes {
  const changes = statusChanges(registry, submission, versions);
  for (const { change, object, newVersion } of changes) {
    const isOfSet = object?.kind === 'Association' && isMemberOf(registry, 'SubmissionSet', object);
    if (object?.kind === 'SubmissionSet' || isOfSet) yield 'XDSMetadataUpdateError';
    if (isVersioned(object) && latestVersion(registry, object.logicalID) !== object) yield 'XDSMetadataUpdateError';
    const current = newVersion === undefined ? object?.availabilityStatus : Approved;
    if (current !== undefined && change.originalStatus !== current) yield 'XDSMetadataUpdateError';
    if (newVersion !== undefined && changes.some((other) => other.change !== change && other.newVersion === newVersion))
      yield 'XDSMetadataUpdateOperationError';
  }
}

function submittedBy({ associations }: Submission): Association[] {
  const wanted = associations.filter(({ type }) => type === SubmitAssociation).map(({ target }) => target);
  return associations.filter(({ entryUUID }) => wanted.includes(entryUUID));
}

/**
 * A submitted association files a document in a Folder or relates two documents, all Approved, of one patient, and is not
 * there yet; with a new version only when that takes nothing along itself — XDS Metadata Update 3.57.4.1.3.3.6.
 */
function* submittedFindings(registry: Registry, submission: Submission, versions: readonly NewVersion[]): Codes {
  const [set] = submission.submissionSets;
  const submitted = submittedBy(submission);
  for (const association of submitted) {
    for (const end of ['source', 'target'] as const) {
      const id = association[end];
      const own = versions.find(({ object }) => object.entryUUID === id);
      const object = own?.object ?? registry.objects.get(id);
      if (object === undefined) continue;
      const expected = association.type === HasMember && end === 'source' ? 'Folder' : 'DocumentEntry';
      if (object.kind !== expected) yield 'XDSMetadataUpdateError';
      const successor = versions.find(({ former }) => former?.entryUUID === id);
      const isDeprecated = own === undefined && isVersioned(object) && object.availabilityStatus !== Approved;
      if (isDeprecated || successor !== undefined) yield 'XDSMetadataUpdateError';
      const touching = own ?? successor;
      if (touching?.object.kind === 'DocumentEntry' && touching.propagates) yield 'XDSMetadataUpdateOperationError';
      const patient = isVersioned(object) ? patientOf(registry, submission, id) : undefined;
      if (patient !== undefined && patient !== survivor(registry, set?.patientId))
        yield 'XDSPatientIDReconciliationError';
    }
    const isSame = (other: Association) =>
      other !== association &&
      other.type === association.type &&
      other.source === association.source &&
      other.target === association.target;
    const registered = ofKind(registry, 'Association').filter((a) => a.availabilityStatus === Approved);
    if ([...registered, ...submitted].some(isSame)) yield 'XDSMetadataUpdateError';
  }
}

/** The new version is Approved and the one it follows Deprecated, whatever was submitted — XDS Metadata Update 3.57. */
function withVersions(registry: Registry, versions: readonly NewVersion[], time: string): Registry {
  return withObjects(
    registry,
    versions.flatMap(({ object, member, former }) => [
      { ...former!, availabilityStatus: Deprecated },
      {
        ...object,
        version: String(Number(former!.version) + 1),
        availabilityStatus: Approved,
        ...(object.kind === 'Folder' ? { lastUpdateTime: time } : {}),
      },
      kept(member),
    ]),
  );
}

/** An association without what only told how to update. */
function kept(association: Association): Association {
  const { previousVersion, associationPropagation, ...rest } = association;
  return firstVersion(rest);
}

/**
 * Memberships in Folders and relationships of the former version are repeated for the new one, unless its link says no;
 * between two new versions once, if both say yes. A membership becomes the doing of the update's SubmissionSet.
 */
function withPropagated(
  registry: Registry,
  before: Registry,
  { versions, set, time }: { versions: readonly NewVersion[]; set: string; time: string },
): Registry {
  const successor = (id: string) => versions.find(({ former }) => former?.entryUUID === id);
  const bonds = new Set(
    versions.flatMap(({ former }) => bondsOf(before, former!.entryUUID)).filter((bond) => holds(before, bond)),
  );
  let all = registry;
  for (const bond of bonds) {
    const ends = [successor(bond.source), successor(bond.target)] as const;
    if (ends.some((end) => end?.propagates === false)) continue;
    const source = ends[0]?.object.entryUUID ?? bond.source;
    const target = ends[1]?.object.entryUUID ?? bond.target;
    const name = `${bond.type.slice(bond.type.lastIndexOf(':') + 1)}(${source},${target})`;
    const repeated = firstVersion({ ...bond, entryUUID: madeName(all, name), source, target });
    all = withObjects(all, [repeated]);
    if (bond.type !== HasMember) continue;
    all = withObjects(all, [madeMember(all, set, repeated.entryUUID)]);
    all = withFolderTimes(all, [repeated], time);
  }
  return all;
}

/** A submitted membership becomes the doing of the update's SubmissionSet, and moves the Folder's time. */
function withSubmitted(registry: Registry, submission: Submission, time: string): Registry {
  const [set] = submission.submissionSets;
  let all = registry;
  for (const association of submittedBy(submission)) {
    all = withObjects(all, [kept(association)]);
    if (association.type !== HasMember) continue;
    const { entryUUID } = association;
    const told = submission.associations.find(({ type, target }) => type === HasMember && target === entryUUID);
    all = withObjects(all, [told === undefined ? madeMember(all, set!.entryUUID, entryUUID) : kept(told)]);
    all = withFolderTimes(all, [association], time);
  }
  return all;
}

function withStatuses(registry: Registry, changes: readonly StatusChange[]): Registry {
  return withObjects(
    registry,
    changes.map(({ change, newVersion }) => {
      const object = registry.objects.get(newVersion?.object.entryUUID ?? change.target)!;
      return { ...object, availabilityStatus: change.newStatus! };
    }),
  );
}
