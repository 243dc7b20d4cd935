import { oidFromUuid } from '../../../schemas/datatypes/uuid.ts';
import type {
  Association,
  Code,
  DocumentEntry,
  Folder,
  RegistryObject,
  SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { decodeRegistered } from '../registered-object.ts';
import type { RegisteredAssociation, VersionsView } from '../store/versions.ts';
import { hasMember, keptAssociation } from '../update/operation.ts';

/** What moves, and what it is tied to. */
export interface Moving {
  /** As registered. */
  readonly entries: readonly DocumentEntry[];
  /** As registered: the Folders that hold one of the entries. */
  readonly folders: readonly Folder[];
  /** Memberships by reference of the entries, as registered. */
  readonly references: readonly Association[];
  /** The associations of entries and Folders. */
  readonly view: VersionsView;
}

/** Where it moves to. */
export interface Destination {
  readonly patientId: string;
  /** The local identifier (CX) the entries have now. */
  readonly sourcePatientId: string;
  /** OID of the PIX Manager. */
  readonly sourceId: string;
  readonly contentTypeCode: Code;
  /** DTM of 14 digits. */
  readonly time: string;
  readonly newUUID: () => `urn:uuid:${string}`;
}

/** What is written for a change. */
export interface LinkChangePlan {
  readonly submissionSet: SubmissionSet;
  readonly inserted: readonly RegistryObject[];
  readonly superseded: readonly (DocumentEntry | Folder)[];
  /** entryUUIDs of memberships by reference that others take the place of. */
  readonly replacedReferences: readonly string[];
  /** entryUUIDs of relationships and memberships that are lost, because one of their ends stays. */
  readonly torn: readonly string[];
}

const { Approved } = availabilityStatuses;

/**
 * New versions of the entries and of the Folders that hold nothing else, under the new patient, with the relationships and
 * memberships among them, as members of one new SubmissionSet — ITI TF-2 3.64.4.1.3. Pure but for the new UUIDs.
 */
export function planLinkChange(moving: Moving, destination: Destination): LinkChangePlan {
  const { newUUID } = destination;
  const submissionSet = newSubmissionSet(destination);
  const folders = moving.folders.filter((folder) => movesWhole(folder, moving));
  const successors = new Map(
    [...moving.entries, ...folders].map((object) => [object.entryUUID, successorOf(object, destination)]),
  );
  const members = [...successors.values()].map((object) => {
    const member = hasMember(newUUID(), submissionSet.entryUUID, object.entryUUID);
    return object.kind === 'DocumentEntry' ? { ...member, submissionSetStatus: 'Original' } : member;
  });
  const bonds = bondsOf(moving);
  const kept = bonds.filter(({ source, target }) => successors.has(source) && successors.has(target));
  const repeated = kept.flatMap((bond) => repeat(bond, successors, { submissionSet, newUUID }));
  const references = moving.references.map((reference) =>
    keptAssociation({ ...reference, entryUUID: newUUID(), target: successors.get(reference.target)!.entryUUID }),
  );
  return {
    submissionSet,
    inserted: [submissionSet, ...successors.values(), ...members, ...repeated, ...references],
    superseded: [...moving.entries, ...folders],
    replacedReferences: moving.references.map(({ entryUUID }) => entryUUID),
    torn: bonds.filter((bond) => !kept.includes(bond)).map(({ entryUUID }) => entryUUID),
  };
}

/** The SubmissionSet of a change: nobody's document, so without author, recipient and community (3.64.4.1.3). */
function newSubmissionSet({ patientId, sourceId, contentTypeCode, time, newUUID }: Destination): SubmissionSet {
  const entryUUID = newUUID();
  return {
    kind: 'SubmissionSet',
    entryUUID,
    logicalID: entryUUID,
    version: '1',
    availabilityStatus: Approved,
    author: [],
    intendedRecipient: [],
    contentTypeCode,
    patientId,
    sourceId,
    submissionTime: time,
    uniqueId: oidFromUuid(newUUID()),
    extraMetadata: [],
  };
}

function successorOf(object: DocumentEntry | Folder, destination: Destination): DocumentEntry | Folder {
  const { patientId, sourcePatientId, time, newUUID } = destination;
  const own = { entryUUID: newUUID(), version: String(Number(object.version ?? 1) + 1), availabilityStatus: Approved };
  return object.kind === 'Folder'
    ? { ...object, ...own, patientId, lastUpdateTime: time }
    : { ...object, ...own, patientId, sourcePatientId };
}

/** A Folder moves when everything it holds does; one that an entry was taken out of may hold nothing any more. */
function movesWhole({ entryUUID }: Folder, { entries, view }: Moving): boolean {
  const moved = new Set(entries.map((entry) => entry.entryUUID));
  const held = view.associationsOf(entryUUID).filter((bond) => bond.source === entryUUID && isCurrent(bond));
  return held.length > 0 && held.every(({ target }) => moved.has(target));
}

/** Every current relationship and membership of what moves, once. */
function bondsOf({ entries, view }: Moving): RegisteredAssociation[] {
  const bonds = entries.flatMap(({ entryUUID }) => view.associationsOf(entryUUID)).filter(isCurrent);
  return [...new Map(bonds.map((bond) => [bond.entryUUID, bond])).values()];
}

function isCurrent({ latest, availabilityStatus }: RegisteredAssociation): boolean {
  return latest && availabilityStatus === Approved;
}

/** The association between the successors of its ends; a membership also becomes a member of the SubmissionSet. */
function repeat(
  bond: RegisteredAssociation,
  successors: ReadonlyMap<string, DocumentEntry | Folder>,
  { submissionSet, newUUID }: { submissionSet: SubmissionSet; newUUID: () => string },
): Association[] {
  const registered = decodeRegistered(bond.ebrim);
  if (registered.kind !== 'Association') throw new Error(`the text of an Association is that of a ${registered.kind}`);
  const association = keptAssociation({
    ...registered,
    entryUUID: newUUID(),
    source: successors.get(bond.source)!.entryUUID,
    target: successors.get(bond.target)!.entryUUID,
  });
  if (bond.type !== associationTypes.HasMember) return [association];
  return [association, hasMember(newUUID(), submissionSet.entryUUID, association.entryUUID)];
}
