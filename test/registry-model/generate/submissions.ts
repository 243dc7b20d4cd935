import type { Association, DocumentEntry, Folder, SubmissionSet } from '../../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { aCode } from '../../support/metadata.ts';
import { oidOf } from '../../support/registry-service.ts';
import { isOwned, type Owned, ofKind } from '../model/registry.ts';
import type { Operation } from '../operation.ts';
import { someDocument, someExtraMetadata, someFolder, someOnDemandDocument, someSubmissionSet } from './attributes.ts';
import { association, type Choice, memberOf, someDocumentOf, someFolderOf, somePatient, subject } from './subjects.ts';

/** A submission while it is put together. */
interface Draft {
  readonly set: SubmissionSet;
  readonly onDemand: boolean;
  readonly symbolic: boolean;
  readonly documents: DocumentEntry[];
  readonly folders: Folder[];
  readonly associations: Association[];
}

/** ITI-42 or ITI-61: a SubmissionSet with documents, Folders, memberships, references and relationships. */
export function someRegistration(choice: Choice): Operation {
  const { random } = choice;
  const onDemand = random.percent(10);
  const symbolic = random.percent(20);
  const patientId = somePatient(choice);
  const set: SubmissionSet = { ...someSubmissionSet(random), ...ownIds(choice, 'S', []), patientId };
  const draft: Draft = { set, onDemand, symbolic, documents: [], folders: [], associations: [] };
  for (let count = onDemand ? 1 : random.below(3); count > 0; count--) addDocument(choice, draft);
  if (random.percent(30)) addFolder(choice, draft);
  for (const document of draft.documents) if (random.percent(45)) addRelationship(choice, draft, document);
  if (random.percent(40)) addMembership(choice, draft);
  if (random.percent(12)) addReference(choice, draft);
  if (draft.associations.length === 0) addFolder(choice, draft);
  const { documents: documentEntries, folders, associations } = draft;
  const submission = { submissionSets: [set], documentEntries, folders, associations, objectRefs: [] };
  return { does: 'register', onDemand, symbolic, submission };
}

/** An own id and uniqueId; now and then the uniqueId of something registered. */
function ownIds({ registry, random, namer }: Choice, kind: 'd' | 'F' | 'S', sent: readonly Owned[]) {
  const entryUUID = namer.fresh(kind);
  const taken = random.percent(4) ? random.pickAny([...registry.objects.values()].filter(isOwned)) : undefined;
  const isFree = sent.every(({ uniqueId }) => uniqueId !== taken?.uniqueId);
  return { entryUUID, uniqueId: (isFree ? taken?.uniqueId : undefined) ?? oidOf(entryUUID) };
}

/** A UUID that was used before: by something that was removed since, or by something registered. */
function usedBefore({ random, namer, registry }: Choice, kind: 'd' | 'F', { symbolic, documents, folders }: Draft) {
  if (symbolic || random.percent(95)) return {};
  const given = namer.given(kind);
  const removed = given.filter((name) => !registry.objects.has(name));
  const entryUUID = (random.percent(80) ? random.pickAny(removed) : undefined) ?? random.pickAny(given);
  const isSent = [...documents, ...folders].some((sent) => sent.entryUUID === entryUUID);
  return entryUUID === undefined || isSent ? {} : { entryUUID };
}

function addDocument(choice: Choice, draft: Draft): void {
  const { random, registry, namer } = choice;
  const { set, onDemand, documents } = draft;
  const attributes = onDemand ? someOnDemandDocument(random) : someDocument(random);
  const ids = { ...ownIds(choice, 'd', [set, ...documents]), ...usedBefore(choice, 'd', draft) };
  const again = random.percent(12) ? random.pickAny(ofKind(registry, 'DocumentEntry')) : undefined;
  const isFree = [set, ...documents].every(({ uniqueId }) => uniqueId !== again?.uniqueId);
  const document = {
    ...attributes,
    ...ids,
    ...(isFree ? sameContent(again, onDemand) : {}),
    patientId: set.patientId!,
  };
  documents.push(document);
  draft.associations.push(memberOf(set, document, namer.fresh('a')));
}

/** What makes a document the same as a registered one. */
function sameContent(registered: DocumentEntry | undefined, onDemand: boolean): Partial<DocumentEntry> {
  if (registered === undefined) return {};
  const { uniqueId, hash, size } = registered;
  return { uniqueId: uniqueId!, ...(onDemand || hash === undefined ? {} : { hash, size: size! }) };
}

function addFolder(choice: Choice, draft: Draft): void {
  const { patientId } = draft.set;
  const ids = { ...ownIds(choice, 'F', [draft.set, ...draft.documents]), ...usedBefore(choice, 'F', draft) };
  const folder = { ...someFolder(choice.random), ...ids, patientId: patientId! };
  draft.folders.push(folder);
  draft.associations.push(memberOf(draft.set, folder, choice.namer.fresh('a')));
}

/** One document, new or registered, goes into one Folder, new or registered. */
function addMembership(choice: Choice, draft: Draft): void {
  const { random, namer } = choice;
  const patientId = draft.set.patientId!;
  const own = draft.documents.map(({ entryUUID }) => entryUUID);
  const target = own.length > 0 && random.percent(70) ? random.pick(own) : someDocumentOf(choice, patientId);
  const folder = random.percent(50) ? draft.folders[0]?.entryUUID : undefined;
  const source = folder ?? someFolderOf(choice, patientId);
  if (source === target) return;
  const member = association(namer.fresh('a'), 'HasMember', { source, target });
  draft.associations.push(member, memberOf(draft.set, member, namer.fresh('a')));
}

const relationships = ['RPLC', 'RPLC', 'RPLC', 'XFRM', 'APND', 'XFRM_RPLC', 'signs', 'IsSnapshotOf'] as const;

function addRelationship(choice: Choice, draft: Draft, document: DocumentEntry): void {
  const { random, namer, registry } = choice;
  const chosen = random.pick(relationships);
  const type = chosen === 'IsSnapshotOf' && draft.onDemand ? 'RPLC' : chosen;
  const earlier = draft.documents.slice(0, draft.documents.indexOf(document));
  const others = earlier.filter((other) => !relates(draft, other));
  const inside = random.percent(25) && (type === 'XFRM' || type === 'APND' || type === 'signs');
  const within = inside ? random.pickAny(others)?.entryUUID : undefined;
  const onDemandEntries = ofKind(registry, 'DocumentEntry').filter((d) => d.objectType === documentEntryTypes.OnDemand);
  const outside =
    type === 'IsSnapshotOf' && random.percent(80)
      ? subject(choice, onDemandEntries, onDemandEntries)
      : someDocumentOf(choice, draft.set.patientId!);
  const target = within ?? outside;
  if (within === undefined && draft.documents.some(({ entryUUID }) => entryUUID === target)) return;
  const documentation = random.percent(20) ? { documentation: aCode('why', '1.2.13') } : {};
  const more = { ...documentation, extraMetadata: someExtraMetadata(random) };
  draft.associations.push(association(namer.fresh('a'), type, { source: document.entryUUID, target }, more));
}

/** True for a document of the message that relates to something: what relates to that in turn is judged by other rules. */
function relates({ associations }: Draft, { entryUUID }: DocumentEntry): boolean {
  return associations.some(({ source }) => source === entryUUID);
}

/** A registered document, of whatever patient, becomes a member by reference. */
function addReference(choice: Choice, draft: Draft): void {
  const patientId = choice.random.percent(60) ? draft.set.patientId! : somePatient(choice);
  const target = someDocumentOf(choice, patientId);
  const isThere = draft.documents.some(({ entryUUID }) => entryUUID === target);
  if (isThere || draft.documents.length + draft.folders.length === 0) return;
  const ends = { source: draft.set.entryUUID, target };
  draft.associations.push(
    association(choice.namer.fresh('a'), 'HasMember', ends, { submissionSetStatus: 'Reference' }),
  );
}
