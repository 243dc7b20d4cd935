import { createHash } from 'node:crypto';
import type { RegistryStore } from '../../actors/document-registry/store.ts';
import type {
  Association,
  DocumentEntry,
  Folder,
  RegistryObject,
  SubmissionSet,
} from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aDocumentEntry, aFolder, aSubmissionSet } from './metadata.ts';

/** The entryUUID that objects of this name get: the same in every test, different for every name. */
export function registeredUUID(name: string): string {
  const h = createHash('sha1').update(name).digest('hex');
  return `urn:uuid:${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** A uniqueId that is an OID, for a name. */
export function registeredUniqueId(name: string): string {
  return `1.2.42.${BigInt(`0x${createHash('sha1').update(name).digest('hex').slice(0, 16)}`)}`;
}

const named = (name: string) => ({
  entryUUID: registeredUUID(name),
  logicalID: registeredUUID(name),
  uniqueId: registeredUniqueId(name),
  availabilityStatus: availabilityStatuses.Approved,
});

/** A DocumentEntry as the registry keeps it. */
export const registeredEntry = (name: string, changes: Partial<DocumentEntry> = {}): DocumentEntry =>
  aDocumentEntry({ ...named(name), version: '1', ...changes });

/** A SubmissionSet as the registry keeps it. */
export const registeredSet = (name: string, changes: Partial<SubmissionSet> = {}): SubmissionSet =>
  aSubmissionSet({ ...named(name), ...changes });

/** A Folder as the registry keeps it. */
export const registeredFolder = (name: string, changes: Partial<Folder> = {}): Folder =>
  aFolder({ ...named(name), version: '1', lastUpdateTime: '20250102030407', ...changes });

/** An Association between named objects, itself named `source type target`. */
export function registeredAssociation(
  source: string,
  target: string,
  type: keyof typeof associationTypes = 'HasMember',
): Association {
  return {
    kind: 'Association',
    extraMetadata: [],
    entryUUID: registeredUUID(`${source} ${type} ${target}`),
    source: registeredUUID(source),
    target: registeredUUID(target),
    type: associationTypes[type],
    availabilityStatus: availabilityStatuses.Approved,
  };
}

/** Makes a patient known and registers objects for them, without asking any rule. */
export async function register(
  store: RegistryStore,
  patientId: string,
  objects: readonly RegistryObject[],
): Promise<void> {
  await store.feed((patients) => patients.add([patientId]));
  await store.submit((writer) => writer.insert(objects, patientId));
}
