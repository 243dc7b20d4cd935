import {
  type RegisteredAssociation,
  type RegisteredVersion,
  versionsView,
} from '../../actors/document-registry/store/versions.ts';
import type { KnownObject } from '../../actors/document-registry/store/view.ts';
import type { UpdateView } from '../../actors/document-registry/update/update.ts';
import { type AssociationTypeName, associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aPatientId } from './metadata.ts';
import { aKnownSubmissionSet, aRegistry } from './registry.ts';
import { oidOf, uuidOf } from './registry-service.ts';

/** The first and latest version of a named entry, Approved, Stable, of `aPatientId`. */
export function aRegisteredVersion(name: string, overrides: Partial<RegisteredVersion> = {}): RegisteredVersion {
  const patientId = overrides.patientId ?? aPatientId;
  return {
    kind: 'DocumentEntry',
    entryUUID: uuidOf(name),
    logicalID: uuidOf(name),
    version: 1,
    latest: true,
    availabilityStatus: availabilityStatuses.Approved,
    patientId,
    survivingId: patientId,
    uniqueId: oidOf(name),
    objectType: documentEntryTypes.Stable,
    ...overrides,
  };
}

/** The first and latest version of a named Folder. */
export function aRegisteredFolder(name: string, overrides: Partial<RegisteredVersion> = {}): RegisteredVersion {
  const { objectType, ...folder } = aRegisteredVersion(name, { kind: 'Folder', ...overrides });
  return folder;
}

/** An Approved association between latest versions, named `source type target`. */
export function aRegisteredAssociation(
  source: string,
  type: AssociationTypeName,
  target: string,
  overrides: Partial<RegisteredAssociation> = {},
): RegisteredAssociation {
  return {
    kind: 'Association',
    entryUUID: uuidOf(`${source} ${type} ${target}`),
    type: associationTypes[type],
    source: uuidOf(source),
    target: uuidOf(target),
    sourceKind: type === 'HasMember' ? 'Folder' : 'DocumentEntry',
    availabilityStatus: availabilityStatuses.Approved,
    latest: true,
    ebrim: '',
    ...overrides,
  };
}

/** What is registered, as the rules of updates see it; SubmissionSets by name. */
export function anUpdateView(
  registered: readonly (RegisteredVersion | RegisteredAssociation)[] = [],
  submissionSets: readonly string[] = [],
): UpdateView {
  const versions = registered.filter((object) => object.kind !== 'Association');
  const associations = registered.filter((object) => object.kind === 'Association');
  const known: KnownObject[] = [
    ...versions.map((version) => ({ ...version, copy: 0, isTransformation: false })),
    ...associations.map(({ kind, entryUUID, availabilityStatus }) => ({
      kind,
      entryUUID,
      availabilityStatus,
      patientId: aPatientId,
      survivingId: aPatientId,
      copy: 0,
      isTransformation: false,
    })),
    ...submissionSets.map((name) => aKnownSubmissionSet({ entryUUID: uuidOf(name) })),
  ];
  return { ...aRegistry(known), ...versionsView(versions, associations) };
}
