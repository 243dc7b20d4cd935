import type { Association, DocumentEntry, Folder, SubmissionSet } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { oidOf } from '../../support/registry-service.ts';
import { bondsOf, holds, isLatest, isVersioned, ofKind, survivor, type Versioned } from '../model/registry.ts';
import type { Operation } from '../operation.ts';
import { someDocument, someFolder, someOnDemandDocument, someSubmissionSet } from './attributes.ts';
import {
  association,
  type Choice,
  isUsable,
  memberOf,
  someBond,
  someDocumentOf,
  someFolderOf,
  somePatient,
} from './subjects.ts';
import { someRegistration } from './submissions.ts';

/** An update while it is put together. */
interface Draft {
  readonly set: SubmissionSet;
  readonly restricted: boolean;
  readonly versions: Versioned[];
  readonly associations: Association[];
}

/** ITI-57 or ITI-92: new versions, changes of status, submitted associations, several in one request. */
export function someUpdate(choice: Choice): Operation {
  const { random, namer } = choice;
  const restricted = random.percent(25);
  const patientId = somePatient(choice);
  const entryUUID = namer.fresh('S');
  const set: SubmissionSet = { ...someSubmissionSet(random), entryUUID, uniqueId: oidOf(entryUUID), patientId };
  const draft: Draft = { set, restricted, versions: [], associations: [] };
  for (let count = random.below(3) + (restricted ? 1 : 0); count > 0; count--) addVersion(choice, draft);
  if (!restricted) {
    for (let count = random.below(3); count > 0; count--) addStatusChange(choice, draft);
    if (random.percent(30)) addSubmitted(choice, draft);
    if (draft.associations.length === 0) addStatusChange(choice, draft);
  }
  if (draft.associations.length === 0) return someRegistration(choice);
  const documentEntries = draft.versions.filter((version) => version.kind === 'DocumentEntry');
  const folders = draft.versions.filter((version) => version.kind === 'Folder');
  const { associations } = draft;
  const submission = { submissionSets: [set], documentEntries, folders, associations, objectRefs: [] };
  return { does: 'update', restricted, symbolic: random.percent(20), submission };
}

/** A new version of something: usually of the latest, Approved one, by the patient it is of. */
function addVersion(choice: Choice, draft: Draft): void {
  const { registry, random, namer } = choice;
  const all = [...registry.objects.values()].filter(isVersioned);
  const ofKindAsked = all.filter(({ kind }) => !draft.restricted || kind === 'DocumentEntry');
  const usable = ofKindAsked.filter((o) => isUsable(registry, o, draft.set.patientId!));
  const former = (random.percent(90) ? random.pickAny(usable) : undefined) ?? random.pickAny(ofKindAsked);
  if (former === undefined || draft.versions.some(({ logicalID }) => logicalID === former.logicalID)) return;
  // A patient that differs from the SubmissionSet's would be a finding of the message alone.
  const object = { ...changed(choice, former), patientId: draft.set.patientId! };
  if (draft.versions.some(({ uniqueId }) => uniqueId === object.uniqueId)) return;
  const propagation = draft.restricted
    ? {}
    : random.pick([{}, {}, { associationPropagation: 'yes' }, { associationPropagation: 'no' }]);
  const previousVersion = random.percent(95) ? former.version! : String(random.below(3) + 1);
  draft.versions.push(object);
  draft.associations.push({ ...memberOf(draft.set, object, namer.fresh('a')), previousVersion, ...propagation });
}

/** The same object with other attributes; of those that must not change, seldom one. */
function changed(choice: Choice, former: Versioned): Versioned {
  const { random, namer } = choice;
  const { logicalID } = former;
  const uniqueId = random.percent(97) ? former.uniqueId! : oidOf(`${logicalID}x`);
  const ids = { entryUUID: namer.fresh(former.kind === 'Folder' ? 'F' : 'd'), logicalID: logicalID!, uniqueId };
  return former.kind === 'Folder' ? { ...someFolder(random), ...ids } : { ...changedDocument(choice, former), ...ids };
}

function changedDocument({ random }: Choice, former: DocumentEntry): DocumentEntry {
  const staysOnDemand = (former.objectType === documentEntryTypes.OnDemand) === random.percent(97);
  const { documentAvailability, ...attributes } = staysOnDemand ? someOnDemandDocument(random) : someDocument(random);
  if (random.percent(5)) return { ...attributes, ...(documentAvailability && { documentAvailability }) };
  const { sourcePatientId, repositoryUniqueId, documentAvailability: availability } = former;
  return {
    ...attributes,
    ...(sourcePatientId && { sourcePatientId }),
    ...(repositoryUniqueId && { repositoryUniqueId }),
    ...(availability && { documentAvailability: availability }),
  };
}

/** From the status something has, or seldom another, to the other one. */
function addStatusChange(choice: Choice, draft: Draft): void {
  const { registry, random, namer } = choice;
  const target = statusTarget(choice, draft);
  if (draft.associations.some((a) => a.type === associationTypes.UpdateAvailabilityStatus && a.target === target))
    return;
  const { Approved, Deprecated } = availabilityStatuses;
  const current = registry.objects.get(target)?.availabilityStatus ?? Approved;
  const originalStatus = random.percent(93) ? current : random.pick([Approved, Deprecated]);
  const newStatus = originalStatus === Approved ? Deprecated : Approved;
  const ends = { source: draft.set.entryUUID, target };
  draft.associations.push(
    association(namer.fresh('a'), 'UpdateAvailabilityStatus', ends, { originalStatus, newStatus }),
  );
}

function statusTarget(choice: Choice, draft: Draft): string {
  const { registry, random } = choice;
  if (random.percent(15) && draft.versions.length > 0) return random.pick(draft.versions).entryUUID;
  const patientId = draft.set.patientId!;
  const latest = [...registry.objects.values()].filter(isVersioned).filter((o) => isLatest(registry, o));
  const kind = random.below(10);
  if (kind < 4) return someBond(choice);
  if (kind < 6) return random.pickAny(latest)?.entryUUID ?? 'nobody';
  return random.percent(60) ? someDocumentOf(choice, patientId) : someFolderOf(choice, patientId);
}

const submittable = ['HasMember', 'HasMember', 'RPLC', 'APND', 'XFRM', 'signs', 'XFRM_RPLC', 'IsSnapshotOf'] as const;

/** A membership or relationship between what is registered, or is a new version of the same request. */
function addSubmitted(choice: Choice, draft: Draft): void {
  const { random, namer } = choice;
  const type = random.pick(submittable);
  const source = submittedEnd(choice, draft, type === 'HasMember' ? 'Folder' : 'DocumentEntry');
  const target = type === 'IsSnapshotOf' ? someOnDemand(choice) : submittedEnd(choice, draft, 'DocumentEntry');
  const known = [source, target].map((id) => draft.versions.find(({ entryUUID }) => entryUUID === id));
  if (source === target || known[1]?.kind === 'Folder') return;
  const submitted = again(choice, draft) ?? association(namer.fresh('a'), type, { source, target });
  const ends = { source: draft.set.entryUUID, target: submitted.entryUUID };
  draft.associations.push(submitted, association(namer.fresh('a'), 'SubmitAssociation', ends));
  if (submitted.type === associationTypes.HasMember && random.percent(50))
    draft.associations.push(memberOf(draft.set, submitted, namer.fresh('a')));
}

/** Seldom an association between the ends of one that is there. */
function again({ registry, random, namer }: Choice, { set }: Draft): Association | undefined {
  if (random.percent(90)) return undefined;
  const documents = ofKind(registry, 'DocumentEntry').filter((d) => survivor(registry, d.patientId) === set.patientId);
  const bonds = documents
    .flatMap(({ entryUUID }) => bondsOf(registry, entryUUID))
    .filter((bond) => holds(registry, bond));
  const bond = random.pickAny(bonds);
  return (
    bond && {
      kind: 'Association',
      entryUUID: namer.fresh('a'),
      type: bond.type,
      source: bond.source,
      target: bond.target,
      extraMetadata: [],
    }
  );
}

function submittedEnd(choice: Choice, draft: Draft, kind: 'DocumentEntry' | 'Folder'): string {
  const { random } = choice;
  const own = draft.versions.filter((version) => version.kind === kind);
  if (own.length > 0 && random.percent(40)) return random.pick<DocumentEntry | Folder>(own).entryUUID;
  return kind === 'Folder' ? someFolderOf(choice, draft.set.patientId!) : someDocumentOf(choice, draft.set.patientId!);
}

function someOnDemand(choice: Choice): string {
  const entries = ofKind(choice.registry, 'DocumentEntry').filter((d) => d.objectType === documentEntryTypes.OnDemand);
  return choice.random.pickAny(entries)?.entryUUID ?? 'nobody';
}
