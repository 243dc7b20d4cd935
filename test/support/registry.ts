import { type Registration, registrationOf } from '../../actors/document-registry/registration.ts';
import {
  type KnownObject,
  type KnownPatient,
  type RegistryView,
  registryView,
} from '../../actors/document-registry/store/view.ts';
import type { Association, Submission } from '../../schemas/metadata/nouns.ts';
import { type AssociationTypeName, associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aDocumentEntry, aPatientId, aSubmission } from './metadata.ts';

/** entryUUIDs of objects that tests say are registered. */
export const registeredDocument = 'urn:uuid:11111111-0000-4000-8000-000000000001';
export const registeredFolder = 'urn:uuid:22222222-0000-4000-8000-000000000002';
export const registeredSet = 'urn:uuid:33333333-0000-4000-8000-000000000003';
/** Another patient of the same affinity domain. */
export const anotherPatientId = 'PAT-2002^^^&1.3.6.1.4.1.21367.13.20.3000&ISO';

/** A registered DocumentEntry as rules see it: Approved, Stable, of `aPatientId`. */
export function aKnownObject(overrides: Partial<KnownObject> = {}): KnownObject {
  const { hash, size } = aDocumentEntry();
  return {
    kind: 'DocumentEntry',
    entryUUID: registeredDocument,
    patientId: aPatientId,
    survivingId: aPatientId,
    uniqueId: '1.3.6.1.4.1.21367.13.71.1',
    copy: 0,
    availabilityStatus: availabilityStatuses.Approved,
    objectType: documentEntryTypes.Stable,
    ...(hash === undefined ? {} : { hash }),
    size: Number(size),
    isTransformation: false,
    ...overrides,
  };
}

/** A registered Folder as rules see it. */
export function aKnownFolder(overrides: Partial<KnownObject> = {}): KnownObject {
  const { objectType, hash, size, ...folder } = aKnownObject({ kind: 'Folder', entryUUID: registeredFolder });
  return { ...folder, uniqueId: '1.3.6.1.4.1.21367.13.71.2', ...overrides };
}

/** A registered SubmissionSet as rules see it. */
export function aKnownSubmissionSet(overrides: Partial<KnownObject> = {}): KnownObject {
  const { objectType, hash, size, availabilityStatus, ...set } = aKnownObject({
    kind: 'SubmissionSet',
    entryUUID: registeredSet,
  });
  return { ...set, uniqueId: '1.3.6.1.4.1.21367.13.71.3', ...overrides };
}

/** A registry that knows `aPatientId`, `anotherPatientId`, the given objects and these logicalIDs of others. */
export function aRegistry(
  objects: readonly KnownObject[] = [],
  patients: readonly KnownPatient[] = [],
  logicalIDs: readonly string[] = [],
): RegistryView {
  const known = [aPatientId, anotherPatientId].map((patientId) => ({ patientId, survivingId: patientId }));
  return registryView([...known, ...patients], objects, logicalIDs);
}

/** `aSubmission()` with more associations, as rules see it. */
export function aRegistration(overrides: Partial<Submission> = {}, more: readonly Association[] = []): Registration {
  return registrationOf(aSubmission(overrides, more));
}

/** An association of a type of the standard, by its last word, between two ids. */
export function anAssociationOf(type: AssociationTypeName, source: string, target: string): Association {
  return {
    kind: 'Association',
    entryUUID: `${type}-${source}-${target}`.replaceAll('urn:uuid:', ''),
    extraMetadata: [],
    type: associationTypes[type],
    source,
    target,
  };
}
