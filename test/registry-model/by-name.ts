import { type Association, international } from '../../schemas/metadata/nouns.ts';
import { type AssociationTypeName, associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aDocumentEntry, aFolder, aSubmissionSet } from '../support/metadata.ts';
import { oidOf } from '../support/registry-service.ts';
import { patientIds } from './generate/attributes.ts';
import { sentObjects } from './model/submission.ts';
import type { Operation } from './operation.ts';

/** What a message holds; all things by name, and all of one patient. */
export interface Content {
  readonly documents?: readonly string[];
  readonly folders?: readonly string[];
  readonly more?: readonly Association[];
  readonly patientId?: string;
}

/** A version in an update: `a.2` of `a`, made from version 1 unless `from` says otherwise. */
export interface Version {
  readonly of: string;
  readonly name: string;
  readonly from?: string;
  readonly propagation?: 'yes' | 'no';
}

/** ITI-42 of documents and Folders that are members of the SubmissionSet. */
export function registers(set: string, content: Content): Operation {
  const { documents = [], folders = [], more = [], patientId = patientIds[0]! } = content;
  const objects = [
    ...documents.map((name) => aDocumentEntry({ entryUUID: name, uniqueId: oidOf(name), patientId })),
    ...folders.map((name) => aFolder({ entryUUID: name, uniqueId: oidOf(name), patientId })),
  ];
  const members = objects.map(({ kind, entryUUID }) => member(set, entryUUID, kind === 'DocumentEntry'));
  return {
    does: 'register',
    onDemand: false,
    symbolic: false,
    submission: submission(set, patientId, objects, [...members, ...more]),
  };
}

/** ITI-57 with new versions and other operations. */
export function updates(
  set: string,
  content: Omit<Content, 'documents' | 'folders'> & {
    readonly documents?: readonly Version[];
    readonly folders?: readonly Version[];
  },
): Operation {
  const { documents = [], folders = [], more = [], patientId = patientIds[0]! } = content;
  const ids = ({ name, of }: Version) => ({ entryUUID: name, logicalID: of, uniqueId: oidOf(of), patientId });
  const title = international(`from ${set}`);
  const objects = [
    ...documents.map((version) => aDocumentEntry({ ...ids(version), title })),
    ...folders.map((version) => aFolder({ ...ids(version), title })),
  ];
  const annotated = ({ name, from = '1', propagation }: Version, isOriginal: boolean) => ({
    ...member(set, name, isOriginal),
    previousVersion: from,
    ...(propagation === undefined ? {} : { associationPropagation: propagation }),
  });
  const members = [...documents.map((v) => annotated(v, true)), ...folders.map((v) => annotated(v, false))];
  return {
    does: 'update',
    restricted: false,
    symbolic: false,
    submission: submission(set, patientId, objects, [...members, ...more]),
  };
}

function submission(
  set: string,
  patientId: string,
  objects: readonly (ReturnType<typeof aDocumentEntry> | ReturnType<typeof aFolder>)[],
  associations: readonly Association[],
) {
  return {
    submissionSets: [aSubmissionSet({ entryUUID: set, uniqueId: oidOf(set), patientId })],
    documentEntries: objects.filter((object) => object.kind === 'DocumentEntry'),
    folders: objects.filter((object) => object.kind === 'Folder'),
    associations,
    objectRefs: [],
  };
}

function member(set: string, name: string, isOriginal: boolean): Association {
  return { ...relates(set, 'HasMember', name), ...(isOriginal ? { submissionSetStatus: 'Original' } : {}) };
}

/** An association called by its ends: `RPLC(b,a)`. */
export function relates(source: string, type: AssociationTypeName, target: string): Association {
  const entryUUID = `${type}(${source},${target})`;
  return { kind: 'Association', entryUUID, type: associationTypes[type], source, target, extraMetadata: [] };
}

/** A Folder membership and the SubmissionSet's HasMember of it. */
export function files(set: string, folder: string, document: string): Association[] {
  const membership = relates(folder, 'HasMember', document);
  return [membership, relates(set, 'HasMember', membership.entryUUID)];
}

/** Asks for an Approved object to be Deprecated. */
export function deprecates(set: string, target: string): Association {
  const { Approved: originalStatus, Deprecated: newStatus } = availabilityStatuses;
  return { ...relates(set, 'UpdateAvailabilityStatus', target), originalStatus, newStatus };
}

/** An association and the SubmitAssociation that submits it. */
export function submits(set: string, source: string, type: AssociationTypeName, target: string): Association[] {
  const submitted = relates(source, type, target);
  return [submitted, relates(set, 'SubmitAssociation', submitted.entryUUID)];
}

/** The names of everything that a registration brings. */
export function idsIn(operation: Operation): string[] {
  return operation.does === 'register' ? sentObjects(operation.submission).map(({ entryUUID }) => entryUUID) : [];
}
