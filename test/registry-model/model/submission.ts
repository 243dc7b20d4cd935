import type { RegistryErrorCode } from '../../../schemas/errors/codes.ts';
import type { Association, RegistryObject, Submission } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { isOwned, isTransformation, isVersioned, type Owned, type Registry, survivor } from './registry.ts';

/** Findings, as codes. */
export type Codes = Generator<RegistryErrorCode, void>;

/** Everything a message holds. */
export function sentObjects({ submissionSets, documentEntries, folders, associations }: Submission): RegistryObject[] {
  return [...submissionSets, ...documentEntries, ...folders, ...associations];
}

/** An end of an association that lies outside its message. */
export interface OuterEnd {
  readonly association: Association;
  readonly end: 'source' | 'target';
  /** What it names; undefined when that is not registered. */
  readonly object: RegistryObject | undefined;
}

/** The ends of a message's associations that are to be found in the registry. */
export function outerEnds(registry: Registry, submission: Submission): OuterEnd[] {
  const sent = new Set(sentObjects(submission).map(({ entryUUID }) => entryUUID));
  return submission.associations.flatMap((association) =>
    (['source', 'target'] as const)
      .filter((end) => !sent.has(association[end]))
      .map((end) => ({ association, end, object: registry.objects.get(association[end]) })),
  );
}

/** The objects that carry a uniqueId. */
export function holdersOf(registry: Registry, uniqueId: string | undefined): Owned[] {
  return [...registry.objects.values()].filter(isOwned).filter((object) => object.uniqueId === uniqueId);
}

/** A reference by UUID is to something registered — ITI TF-2 3.42.4.1.3.7. */
export function* unresolvedReferences(registry: Registry, submission: Submission): Codes {
  if (outerEnds(registry, submission).some(({ object }) => object === undefined)) yield 'UnresolvedReferenceException';
}

/** An id that the sender chose is new: no object has it, nor are versions of a logical object known by it — 3.42.4.1.3.7. */
export function* idsInUse(registry: Registry, submission: Submission): Codes {
  const logicalIds = new Set([...registry.objects.values()].map(({ logicalID }) => logicalID));
  const isKnown = (id: string) => registry.objects.has(id) || logicalIds.has(id);
  if (sentObjects(submission).some(({ entryUUID }) => isKnown(entryUUID))) yield 'XDSRegistryMetadataError';
}

/** The uniqueId of a SubmissionSet is nobody else's — ITI TF-2 3.42.4.1.3.3.7. */
export function* setUniqueIdInUse(registry: Registry, { submissionSets }: Submission): Codes {
  if (submissionSets.some(({ uniqueId }) => holdersOf(registry, uniqueId).length > 0))
    yield 'XDSDuplicateUniqueIdInRegistry';
}

/** Patients come by the feed, and one that was merged away is none any more — ITI TF-2 3.42.4.1.3.3.2. */
export function* unknownPatients(registry: Registry, submission: Submission): Codes {
  const ids = sentObjects(submission)
    .filter(isOwned)
    .map(({ patientId }) => patientId ?? '');
  if (ids.some((id) => registry.patients.get(id) !== id)) yield 'XDSUnknownPatientId';
}

/**
 * What a relationship may lead to: no addendum to a transformation, and a snapshot is a Stable document of an On-Demand
 * one — ITI TF-3 4.2.2.2.
 */
export function* illegalRelationships(registry: Registry, submission: Submission): Codes {
  for (const { type, source, target } of submission.associations) {
    if (type === associationTypes.APND && isTransformation(registry, target)) yield 'XDSRegistryMetadataError';
    if (type !== associationTypes.IsSnapshotOf) continue;
    const { Stable, OnDemand } = documentEntryTypes;
    const [snapshot, original] = [source, target].map(
      (id) => submission.documentEntries.find(({ entryUUID }) => entryUUID === id) ?? registry.objects.get(id),
    );
    if (snapshot?.kind === 'DocumentEntry' && snapshot.objectType !== Stable) yield 'XDSRegistryMetadataError';
    if (original?.kind === 'DocumentEntry' && original.objectType !== OnDemand) yield 'XDSRegistryMetadataError';
  }
}

/** The patient that an object of the message or of the registry is about now; undefined of an association. */
export function patientOf(registry: Registry, submission: Submission, id: string): string | undefined {
  const object = sentObjects(submission).find(({ entryUUID }) => entryUUID === id) ?? registry.objects.get(id);
  return isOwned(object) ? survivor(registry, object.patientId) : undefined;
}

/** The status of something that has versions; undefined of anything else. */
export function statusOf(object: RegistryObject | undefined): string | undefined {
  return isVersioned(object) ? object.availabilityStatus : undefined;
}
