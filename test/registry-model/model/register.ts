import type {
  Association,
  DocumentEntry,
  Folder,
  RegistryObject,
  Submission,
} from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { Operation } from '../operation.ts';
import {
  Approved,
  Deprecated,
  firstVersion,
  isLatest,
  madeMember,
  type Outcome,
  ofKind,
  type Registry,
  refused,
  survivor,
  touched,
  withObjects,
} from './registry.ts';
import {
  type Codes,
  holdersOf,
  idsInUse,
  illegalRelationships,
  outerEnds,
  patientOf,
  sentObjects,
  setUniqueIdInUse,
  statusOf,
  unknownPatients,
  unresolvedReferences,
} from './submission.ts';

const { HasMember, RPLC, XFRM_RPLC, XFRM, APND } = associationTypes;

/** ITI-42 Register Document Set-b and ITI-61 Register On-Demand Document Entry — ITI TF-2 3.42.4.1.3, 3.61.4.1.3. */
export function register(
  registry: Registry,
  { submission, onDemand, symbolic }: Extract<Operation, { does: 'register' }>,
  time: string,
): Outcome {
  const codes = [...findings(registry, submission, onDemand)];
  if (codes.length > 0) return refused(registry, codes);
  const objects = sentObjects(submission)
    .map(firstVersion)
    .map((object) => newlyDated(object, time));
  const submitted = withObjects(registry, objects);
  const replaced = withReplacedDeprecated(submitted, submission);
  const { registry: filed, made } = withReplacementsFiled(replaced, submission, registry);
  const registered = withFolderTimes(filed, [...submission.associations, ...made], time);
  const sentIds = symbolic ? objects.map(({ entryUUID }) => entryUUID) : [];
  return { codes: [], registry: registered, chosen: [...sentIds, ...made.map(({ entryUUID }) => entryUUID)] };
}

function newlyDated(object: RegistryObject, time: string): RegistryObject {
  return object.kind === 'Folder' ? { ...object, lastUpdateTime: time } : object;
}

function* findings(registry: Registry, submission: Submission, onDemand: boolean): Codes {
  yield* unresolvedReferences(registry, submission);
  yield* illegalEnds(registry, submission);
  yield* idsInUse(registry, submission);
  yield* setUniqueIdInUse(registry, submission);
  for (const folder of submission.folders)
    if (holdersOf(registry, folder.uniqueId).length > 0) yield 'XDSDuplicateUniqueIdInRegistry';
  for (const entry of submission.documentEntries) yield* (onDemand ? onDemandAgain : documentAgain)(registry, entry);
  yield* unknownPatients(registry, submission);
  yield* otherPatients(registry, submission);
  yield* illegalRelationships(registry, submission);
}

/** Only a Folder receives, only a document is filed or related to, and neither when it is Deprecated — ITI TF-3 4.2.2. */
function* illegalEnds(registry: Registry, submission: Submission): Codes {
  for (const { association, end, object } of outerEnds(registry, submission)) {
    if (object === undefined) continue;
    const isFolder = association.type === HasMember && object.kind === 'Folder';
    if (end === 'source' ? !isFolder : object.kind !== 'DocumentEntry') yield 'XDSRegistryMetadataError';
    if (statusOf(object) === Deprecated) yield 'XDSRegistryDeprecatedDocumentError';
  }
}

/** A document registered again is the same document as its latest version — ITI TF-2 3.42.4.1.3.3.7. */
function* documentAgain(registry: Registry, { uniqueId, hash, size }: DocumentEntry): Codes {
  for (const other of holdersOf(registry, uniqueId)) {
    if (other.kind !== 'DocumentEntry') yield 'XDSDuplicateUniqueIdInRegistry';
    else if (isLatest(registry, other)) {
      if (other.hash?.toLowerCase() !== hash?.toLowerCase()) yield 'XDSNonIdenticalHash';
      if (Number(other.size) !== Number(size)) yield 'XDSNonIdenticalSize';
    }
  }
}

/** On-Demand entries may share a uniqueId among each other — ITI TF-2 3.61.4.1.3. */
function* onDemandAgain(registry: Registry, { uniqueId }: DocumentEntry): Codes {
  const { OnDemand } = documentEntryTypes;
  const isOther = (o: RegistryObject) => o.kind !== 'DocumentEntry' || o.objectType !== OnDemand;
  if (holdersOf(registry, uniqueId).some(isOther)) yield 'XDSDuplicateUniqueIdInRegistry';
}

/** What is filed in a Folder or related is of one patient; a SubmissionSet may refer to another's — 3.42.4.1.3.3.3. */
function* otherPatients(registry: Registry, submission: Submission): Codes {
  const sets = new Set(submission.submissionSets.map(({ entryUUID }) => entryUUID));
  for (const { source, target } of submission.associations) {
    if (sets.has(source)) continue;
    const [from, to] = [source, target].map((id) => patientOf(registry, submission, id));
    if (from !== undefined && to !== undefined && from !== to) yield 'XDSPatientIdDoesNotMatch';
  }
}

function replacementsIn({ associations }: Submission): Association[] {
  return associations.filter(({ type }) => type === RPLC || type === XFRM_RPLC);
}

/**
 * What is replaced is Deprecated, and so is what transforms or adds to it, and what transforms or adds to that; a
 * signature is not — ITI TF-2 3.42.4.1.3.5.
 */
function withReplacedDeprecated(registry: Registry, submission: Submission): Registry {
  const deprecated = new Map<string, RegistryObject>();
  const deprecate = (id: string) => {
    const entry = registry.objects.get(id);
    if (entry?.availabilityStatus !== Approved || deprecated.has(id)) return;
    deprecated.set(id, { ...entry, availabilityStatus: Deprecated });
    for (const { type, source, target, availabilityStatus } of ofKind(registry, 'Association'))
      if ((type === XFRM || type === APND) && target === id && availabilityStatus === Approved) deprecate(source);
  };
  for (const { target } of replacementsIn(submission)) deprecate(target);
  return withObjects(registry, deprecated.values());
}

/**
 * A replacement goes into each Approved Folder of the same patient that holds what it replaces, as the submission's doing;
 * what the submission files there itself is not filed twice — ITI TF-2 3.42.4.1.3.5.
 */
function withReplacementsFiled(
  registry: Registry,
  submission: Submission,
  before: Registry,
): { registry: Registry; made: Association[] } {
  const [set] = submission.submissionSets;
  const told = new Set(submission.associations.map(({ type, source, target }) => `${type} ${source} ${target}`));
  const made: Association[] = [];
  let filed = registry;
  for (const { source: replacement, target: replaced } of replacementsIn(submission)) {
    for (const folder of foldersHolding(before, replaced)) {
      const isOther = survivor(registry, folder.patientId) !== survivor(registry, set?.patientId);
      if (isOther || told.has(`${HasMember} ${folder.entryUUID} ${replacement}`)) continue;
      told.add(`${HasMember} ${folder.entryUUID} ${replacement}`);
      const member = madeMember(filed, folder.entryUUID, replacement);
      filed = withObjects(filed, [member]);
      const filing = madeMember(filed, set!.entryUUID, member.entryUUID);
      filed = withObjects(filed, [filing]);
      made.push(member, filing);
    }
  }
  return { registry: filed, made };
}

/** The Approved Folders that hold a document by a membership that was not deprecated. */
function foldersHolding(registry: Registry, document: string): Folder[] {
  return ofKind(registry, 'Folder').filter(
    (folder) =>
      folder.availabilityStatus === Approved &&
      ofKind(registry, 'Association').some(
        (a) =>
          a.type === HasMember &&
          a.source === folder.entryUUID &&
          a.target === document &&
          a.availabilityStatus === Approved,
      ),
  );
}

/** A Folder that receives a document says when — ITI TF-3 4.2.3.4.6. */
export function withFolderTimes(registry: Registry, associations: readonly Association[], time: string): Registry {
  const receiving = new Set(associations.filter(({ type }) => type === HasMember).map(({ source }) => source));
  const folders = ofKind(registry, 'Folder').filter(({ entryUUID }) => receiving.has(entryUUID));
  return withObjects(
    registry,
    folders.map((folder) => touched(folder, time)),
  );
}
