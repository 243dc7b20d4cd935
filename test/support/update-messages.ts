import type { Association, DocumentEntry, Folder, Submission } from '../../schemas/metadata/nouns.ts';
import { type AssociationTypeName, associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aDocumentEntry, aFolder, aPatientId, aSubmissionSet, hasMember } from './metadata.ts';
import { oidOf, uuidOf } from './registry-service.ts';

/** What an update asks for, things by name; `a` is the registered thing, `a.2` its new version in the message. */
export interface NamedUpdate {
  readonly set: string;
  readonly patientId?: string;
  readonly documents?: readonly NamedVersion<DocumentEntry>[];
  readonly folders?: readonly NamedVersion<Folder>[];
  readonly more?: readonly Association[];
}

/** A new version of a named thing; made from version 1 unless `from` says otherwise. */
export interface NamedVersion<T> {
  readonly name: string;
  readonly from?: string;
  readonly propagation?: string;
  readonly changes?: Partial<T>;
  /** Changes of the HasMember that carries the annotations; undefined removes one. */
  readonly member?: { [K in keyof Association]?: Association[K] | undefined };
}

/** The entryUUID that a new version of a named thing has in the message. */
export function newVersionOf(name: string, from = '1'): `urn:uuid:${string}` {
  return uuidOf(`${name}.${Number(from) + 1}`);
}

/** The update as it is sent. */
export function aNamedUpdate(named: NamedUpdate): Submission {
  const { patientId = aPatientId, documents = [], folders = [], more = [] } = named;
  const set = aSubmissionSet({ entryUUID: uuidOf(named.set), uniqueId: oidOf(named.set), patientId });
  const identity = ({ name, from }: NamedVersion<unknown>) => ({
    entryUUID: newVersionOf(name, from),
    logicalID: uuidOf(name),
    uniqueId: oidOf(name),
    patientId,
  });
  const documentEntries = documents.map((d) => aDocumentEntry({ ...identity(d), ...d.changes }));
  const newFolders = folders.map((f) => aFolder({ ...identity(f), ...f.changes }));
  const annotated = (version: NamedVersion<unknown>, object: DocumentEntry | Folder) =>
    ({
      ...hasMember(set, object),
      submissionSetStatus: 'Original',
      previousVersion: version.from ?? '1',
      ...(version.propagation === undefined ? {} : { associationPropagation: version.propagation }),
      ...version.member,
    }) as Association;
  const members = [
    ...documents.map((version, i) => annotated(version, documentEntries[i]!)),
    ...folders.map((version, i) => annotated(version, newFolders[i]!)),
  ];
  return {
    submissionSets: [set],
    documentEntries,
    folders: newFolders,
    associations: [...members, ...more],
    objectRefs: [],
  };
}

/** An association that asks for an operation, or is submitted by one, with an id of its own. */
export function anUpdateAssociation(
  type: AssociationTypeName,
  source: string,
  target: string,
  changes: Partial<Association> = {},
): Association {
  return {
    kind: 'Association',
    entryUUID: uuidOf(`${type} ${source} ${target}`),
    extraMetadata: [],
    type: associationTypes[type],
    source,
    target,
    ...changes,
  };
}

const status = (name: keyof typeof availabilityStatuses) => availabilityStatuses[name];

/** A change of status, such as `changesStatus('U', uuidOf('a'), 'Approved', 'Deprecated')`. */
export function changesStatus(
  set: string,
  target: string,
  from: keyof typeof availabilityStatuses,
  to: keyof typeof availabilityStatuses,
): Association {
  const slots = { originalStatus: status(from), newStatus: status(to) };
  return anUpdateAssociation('UpdateAvailabilityStatus', uuidOf(set), target, slots);
}

/** An association between ids and the SubmitAssociation that submits it. */
export function submits(set: string, source: string, type: AssociationTypeName, target: string): Association[] {
  const association = anUpdateAssociation(type, source, target);
  return [association, anUpdateAssociation('SubmitAssociation', uuidOf(set), association.entryUUID)];
}
