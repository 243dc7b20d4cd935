import type { Call, Handler } from '../../runtime/soap/endpoint-types.ts';
import { dtmFromDate } from '../../schemas/datatypes/dtm.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import { formatPatientId } from '../../schemas/hl7v2/identifier.ts';
import { type Association, type DocumentEntry, type Folder, international } from '../../schemas/metadata/nouns.ts';
import { checkAll, type Finding } from '../../schemas/rule.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { linkChangeAccepted, linkChangeRefused } from '../../transactions/iti-64-notify-xad-pid-link-change/answers.ts';
import type {
  LinkChangeRequest,
  LinkChangeResponse,
} from '../../transactions/iti-64-notify-xad-pid-link-change/messages.ts';
import { type LinkChangePlan, type Moving, planLinkChange } from './link-change/plan.ts';
import { decodeRegistered } from './registered-object.ts';
import { linkChangeSource, linkedPatientsActive, linkOfDomain, nothingTornApart } from './rules/link-change.ts';
import { type AffinityAuthority, affinityPatientIds } from './rules/patient-authority.ts';
import type { RegisteredText } from './store/link-change.ts';
import type { LinkChangeWriter, RegistryStore } from './store.ts';

/** What a domain decides about link changes. */
export interface LinkChangePolicy {
  /** Of the SubmissionSet that a change makes. */
  readonly contentTypeCode: { readonly code: string; readonly codingScheme: string; readonly displayName: string };
  /** What becomes of a change that ties of a moving object to one that stays would not survive. */
  readonly conflicts: 'drop' | 'refuse';
}

/** What changing links needs beside the message. */
export interface LinkChanging {
  readonly store: Pick<RegistryStore, 'changeLink'>;
  readonly authority: AffinityAuthority;
  readonly policy: LinkChangePolicy;
  readonly now: () => Date;
  readonly newUUID: () => `urn:uuid:${string}`;
}

/**
 * Notify XAD-PID Link Change — ITI TF-2 3.64.4.1.3: what was registered for a local identifier gets new versions under
 * the patient it belongs to now, all of it or, with every finding, nothing. Deprecated objects stay where they are.
 *
 * Throws Unavailable when the database does not answer.
 */
export function changeLink(changing: LinkChanging): Handler<LinkChangeRequest, LinkChangeResponse> {
  return async (request, call) => {
    const broken = await checkAll([linkOfDomain, linkChangeSource], request, changing.authority);
    const findings = broken.length > 0 ? broken : await moveAll(changing, request, call);
    if (findings.length === 0) return linkChangeAccepted(request);
    call.log.warn({ rules: findings.map(({ rule }) => rule.id) }, 'link change refused');
    return linkChangeRefused(request, hl7ErrorsFrom(findings));
  };
}

function moveAll(changing: LinkChanging, request: LinkChangeRequest, call: Call): Promise<Finding<Hl7ErrorCode>[]> {
  const { store, authority, policy, newUUID } = changing;
  const link = linkOf(request, authority);
  return store.changeLink(async (registry) => {
    await registry.hold({ logicalIDs: [], entryUUIDs: [], patientIds: [link.before, link.now] });
    const { patient } = await registry.view({ entryUUIDs: [], uniqueIds: [], patientIds: [link.before, link.now] });
    const unknown = await checkAll([linkedPatientsActive], link, patient);
    if (unknown.length > 0) return unknown;
    const moving = await movingOf(registry, link);
    if (moving.entries.length === 0) {
      call.log.info('nothing is registered for the local identifier of a link change');
      return [];
    }
    const { conflicts } = policy;
    const { displayName, ...code } = policy.contentTypeCode;
    const contentTypeCode = { ...code, displayName: international(displayName) };
    const { sendingApplication: sourceId } = request.header;
    const time = dtmFromDate(changing.now());
    const plan = planLinkChange(moving, { ...link.destination, sourceId, contentTypeCode, time, newUUID });
    const torn = conflicts === 'refuse' ? await checkAll([nothingTornApart], plan.torn, undefined) : [];
    if (torn.length > 0) return torn;
    if (plan.torn.length > 0) call.log.warn({ associations: plan.torn }, 'a link change tore associations apart');
    await write(registry, plan);
    return [];
  });
}

/** The patients of a change, and whose documents move: those of the local identifier, or of the one merged into it. */
function linkOf({ identifiers, priorIdentifiers }: LinkChangeRequest, authority: AffinityAuthority) {
  const [now = ''] = affinityPatientIds(identifiers, authority);
  const [before = ''] = affinityPatientIds(priorIdentifiers, authority);
  const local = (of: LinkChangeRequest['identifiers'], own: string) =>
    of.map(formatPatientId).find((patientId) => patientId !== own);
  const sourcePatientId = local(identifiers, now) ?? '';
  const moves = local(priorIdentifiers, before) ?? sourcePatientId;
  return { now, before, moves, destination: { patientId: now, sourcePatientId } };
}

async function movingOf(registry: LinkChangeWriter, link: { before: string; moves: string }): Promise<Moving> {
  const { entries, folders } = await heldOf(registry, link);
  const ids = entries.map(({ entryUUID }) => entryUUID);
  const folderIds = folders.map(({ entryUUID }) => entryUUID);
  const view = await registry.versions({ logicalIDs: [], entryUUIDs: [...ids, ...folderIds] });
  const memberships = (await registry.memberships(ids)).map(decoded<Association>);
  const references = memberships.filter(({ submissionSetStatus }) => submissionSetStatus === 'Reference');
  return { entries, folders, references, view };
}

/**
 * The entries, and the Folders they are in, held. Who has to be waited for may change them or register more that moves, so
 * they are read until they are what is held: from then on nobody changes or relates anything without waiting for this.
 */
async function heldOf(
  registry: LinkChangeWriter,
  link: { before: string; moves: string },
): Promise<Pick<Moving, 'entries' | 'folders'>> {
  const composite = await registry.compositeOf(link.before);
  for (let held: readonly string[] = []; ; ) {
    const registered = await registry.approvedEntries(composite);
    const entries = registered.map(decoded<DocumentEntry>).filter((entry) => entry.sourcePatientId === link.moves);
    const ids = entries.map(({ entryUUID }) => entryUUID);
    const { associationsOf } = await registry.versions({ logicalIDs: [], entryUUIDs: ids });
    const filing = ids.flatMap(associationsOf).filter(({ sourceKind }) => sourceKind === 'Folder');
    const folderIds = [...new Set(filing.map(({ source }) => source))];
    const folders = (await registry.approvedFolders(folderIds)).map(decoded<Folder>);
    const found = [...entries, ...folders].map(({ entryUUID }) => entryUUID);
    if (found.every((id) => held.includes(id))) return { entries, folders };
    await registry.lock(found);
    held = found;
  }
}

function decoded<T>({ ebrim }: RegisteredText): T {
  return decodeRegistered(ebrim) as T;
}

async function write(registry: LinkChangeWriter, plan: LinkChangePlan): Promise<void> {
  const { superseded, inserted, submissionSet, replacedReferences } = plan;
  const uniqueIds = superseded.flatMap(({ uniqueId }) => uniqueId ?? []);
  const view = await registry.view({ entryUUIDs: [], uniqueIds, patientIds: [] });
  await registry.supersede(superseded);
  await registry.insert(inserted, submissionSet.patientId ?? '', view);
  const former = superseded.map(({ entryUUID }) => entryUUID);
  await registry.setAvailabilityStatus([...former, ...replacedReferences], availabilityStatuses.Deprecated);
}
