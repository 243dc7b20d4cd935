import type {
  Association,
  DocumentEntry,
  Folder,
  RegistryObject,
  SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';

/**
 * Everything a Document Registry knows: the patients of its feed and the objects that were registered, as they are to be
 * answered. What can be told from these is not kept: which version is the latest, which association is current.
 */
export interface Registry {
  /** Each known patient id with the id that stands for it now: itself, until it is merged into another. */
  readonly patients: ReadonlyMap<string, string>;
  /** By entryUUID. */
  readonly objects: ReadonlyMap<string, RegistryObject>;
}

/** An object that has versions — XDS Metadata Update. */
export type Versioned = DocumentEntry | Folder;

/** An object with a patient and a uniqueId. */
export type Owned = Versioned | SubmissionSet;

/** What came of an operation. */
export interface Outcome {
  /** The codes of every finding, each once, sorted; none when the operation was accepted. */
  readonly codes: readonly string[];
  /** The registry afterwards; the same when the operation was refused. */
  readonly registry: Registry;
  /** The entryUUIDs that the registry chose. */
  readonly chosen: readonly string[];
}

/** A registry that knows some patients. */
export function emptyRegistry(patientIds: readonly string[]): Registry {
  return { patients: new Map(patientIds.map((id) => [id, id])), objects: new Map() };
}

/** A refusal, which changes nothing. */
export function refused(registry: Registry, codes: Iterable<string>): Outcome {
  return { codes: [...new Set(codes)].sort(), registry, chosen: [] };
}

/** The registry with some objects added or put in the place of others. */
export function withObjects(registry: Registry, objects: Iterable<RegistryObject>): Registry {
  const all = new Map(registry.objects);
  for (const object of objects) all.set(object.entryUUID, object);
  return { ...registry, objects: all };
}

export const { Approved, Deprecated } = availabilityStatuses;
const { HasMember } = associationTypes;

/** The objects of one kind. */
export function ofKind<K extends RegistryObject['kind']>(registry: Registry, kind: K) {
  return [...registry.objects.values()].filter((o): o is Extract<RegistryObject, { kind: K }> => o.kind === kind);
}

/** The patient that stands for an id now; the id itself when nobody knows it. */
export function survivor(registry: Registry, patientId: string | undefined): string {
  return registry.patients.get(patientId ?? '') ?? patientId ?? '';
}

/** True for an object that a patient and a uniqueId belong to. */
export function isOwned(object: RegistryObject | undefined): object is Owned {
  return object !== undefined && object.kind !== 'Association';
}

/** True for an object that can have versions. */
export function isVersioned(object: RegistryObject | undefined): object is Versioned {
  return object?.kind === 'DocumentEntry' || object?.kind === 'Folder';
}

/** The version of a logical object that no other one follows. */
export function latestVersion(registry: Registry, logicalID: string | undefined): Versioned | undefined {
  const versions = [...registry.objects.values()].filter(isVersioned).filter((o) => o.logicalID === logicalID);
  return versions.sort((one, other) => Number(other.version) - Number(one.version))[0];
}

/** True for everything but a version that another one follows. */
export function isLatest(registry: Registry, object: RegistryObject): boolean {
  return !isVersioned(object) || latestVersion(registry, object.logicalID) === object;
}

/**
 * True for an association that speaks of nothing superseded: neither of its ends has a successor; nor, when it files an
 * association, does an end of that.
 */
export function isCurrent(registry: Registry, { source, target }: Association): boolean {
  return [source, target].every((id) => {
    const end = registry.objects.get(id);
    if (end === undefined) return true;
    return end.kind === 'Association' ? isCurrent(registry, end) : isLatest(registry, end);
  });
}

/** True for an association that holds: Approved, and of nothing superseded. */
export function holds(registry: Registry, association: Association): boolean {
  return association.availabilityStatus === Approved && isCurrent(registry, association);
}

/** True for a HasMember that leads from an object of a kind. */
export function isMemberOf(registry: Registry, kind: 'SubmissionSet' | 'Folder', association: Association): boolean {
  return association.type === HasMember && registry.objects.get(association.source)?.kind === kind;
}

/** What relates or files an object: every association with it as an end, memberships of SubmissionSets aside. */
export function bondsOf(registry: Registry, entryUUID: string): Association[] {
  return ofKind(registry, 'Association').filter(
    (a) => (a.source === entryUUID || a.target === entryUUID) && !isMemberOf(registry, 'SubmissionSet', a),
  );
}

/** A transformation can be replaced, but not added to — ITI TF-3 4.2.2.2. A relation that was deprecated is none. */
export function isTransformation(registry: Registry, entryUUID: string): boolean {
  const transforming: readonly string[] = [associationTypes.XFRM, associationTypes.XFRM_RPLC];
  return ofKind(registry, 'Association').some(
    (a) => a.source === entryUUID && transforming.includes(a.type) && a.availabilityStatus === Approved,
  );
}

/** The object as a first version that was just registered. */
export function firstVersion<T extends RegistryObject>(object: T): T {
  return { ...object, logicalID: object.entryUUID, version: '1', availabilityStatus: Approved };
}

/** A HasMember that the registry makes itself, called by its ends. */
export function madeMember(registry: Registry, source: string, target: string): Association {
  const entryUUID = madeName(registry, `HasMember(${source},${target})`);
  return firstVersion({ kind: 'Association', entryUUID, type: HasMember, source, target, extraMetadata: [] });
}

/** A name for what the registry makes; another one of the same description has a prime more. */
export function madeName(registry: Registry, description: string): string {
  let name = description;
  while (registry.objects.has(name)) name += '′';
  return name;
}

/** The later of two times of 14 digits: lastUpdateTime never goes back. */
export function touched(folder: Folder, time: string): Folder {
  return { ...folder, lastUpdateTime: (folder.lastUpdateTime ?? '') > time ? folder.lastUpdateTime! : time };
}
