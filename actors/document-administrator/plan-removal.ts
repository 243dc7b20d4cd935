import type { ClientCall } from '../../runtime/host.ts';
import type { DocumentRequest } from '../../schemas/ebrs/messages.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { Association, DocumentEntry, RegistryObject, SubmissionSet } from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type {
  StoredQuery,
  StoredQueryRequest,
  StoredQueryResponse,
} from '../../transactions/iti-18-registry-stored-query/messages.ts';

/** The call of ITI-18 as a host or a session hands it out. */
export type QueryCall = ClientCall<StoredQueryRequest, StoredQueryResponse>;

/** What has to go so that some DocumentEntries can. */
export interface RemovalPlan {
  /** The entries, with every version of each. */
  readonly entries: readonly DocumentEntry[];
  /** Everything for one ITI-62: the entries, what ties them to others, and SubmissionSets that would be left empty. */
  readonly objects: readonly RegistryObject[];
  /** Their documents for ITI-86, each once; On-Demand entries have none. */
  readonly documents: readonly DocumentRequest[];
}

/** The registry did not answer one of the questions a plan is made from; `errors` are its own words. */
export class PlanRefused extends Error {
  readonly errors: readonly RegistryError[];
  constructor(query: string, errors: readonly RegistryError[]) {
    const why = errors.map(({ errorCode, codeContext }) => `${errorCode}: ${codeContext}`).join('; ');
    super(`The registry refused ${query}: ${why || 'no reason given'}`);
    this.name = 'PlanRefused';
    this.errors = errors;
  }
}

const { Approved, Deprecated } = availabilityStatuses;
/** Everything there is, older versions and deprecated associations too. */
const everything = { metadataLevel: '2', associationStatus: [Approved, Deprecated] } as const;

/**
 * What has to be removed together with DocumentEntries, so that the registry keeps its model — ITI Supplement RMD
 * 3.62.4.1.3: their associations, the HasMember of a SubmissionSet to a Folder membership of theirs, and each
 * SubmissionSet none of whose members stays. Documents related to them stay, without the relationship.
 *
 * An id is an entryUUID or a uniqueId. Ids nobody has are left out: compare with `entries`. Throws PlanRefused.
 */
export async function planRemoval(call: QueryCall, ids: readonly string[]): Promise<RemovalPlan> {
  const entries = await findEntries(call, ids);
  if (entries.length === 0) return { entries, objects: [], documents: [] };
  const ties = await tiesOf(call, idsOf(entries));
  const objects = [...entries, ...ties];
  const sets = await setsLeftEmpty(call, objects);
  return { entries, objects: [...objects, ...sets], documents: documentsOf(entries) };
}

async function findEntries(call: QueryCall, ids: readonly string[]): Promise<DocumentEntry[]> {
  const level = { metadataLevel: '2' } as const;
  const ask = async (parameters: { entryUUID?: string[]; uniqueId?: string[]; logicalID?: string[] }) =>
    entriesIn(await askRegistry(call, { name: 'GetDocuments', parameters: { ...parameters, ...level } }));
  const uuids = ids.filter((id) => id.startsWith('urn:uuid:'));
  const byUUID = uuids.length === 0 ? [] : await ask({ entryUUID: uuids });
  const known = new Set(idsOf(byUUID));
  const others = ids.filter((id) => !known.has(id));
  const found = [...byUUID, ...(others.length === 0 ? [] : await ask({ uniqueId: others }))];
  const logical = [...new Set(found.flatMap(({ logicalID }) => logicalID ?? []))];
  const versions = logical.length === 0 ? [] : await ask({ logicalID: logical });
  return onceEach([...found, ...versions]);
}

/** The associations of the entries, and of the Folder memberships among these. */
async function tiesOf(call: QueryCall, entryUUIDs: readonly string[]): Promise<Association[]> {
  const direct = await associationsOf(call, entryUUIDs);
  // Only a Folder membership is itself the end of an association; to ask for the others too costs nothing.
  return onceEach([...direct, ...(await associationsOf(call, idsOf(direct)))]);
}

async function setsLeftEmpty(call: QueryCall, objects: readonly RegistryObject[]): Promise<SubmissionSet[]> {
  const removed = new Set(idsOf(objects));
  const parameters = { uuid: [...removed], ...everything };
  const found = await askRegistry(call, { name: 'GetSubmissionSets', parameters });
  const sets = found.flatMap((object) => (object.kind === 'SubmissionSet' ? [object] : []));
  const memberships = await associationsOf(call, idsOf(sets));
  const isMember = ({ type }: Association) => type === associationTypes.HasMember;
  const staying = new Set(
    memberships.filter((each) => isMember(each) && !removed.has(each.entryUUID)).map(({ source }) => source),
  );
  return sets.filter(({ entryUUID }) => !staying.has(entryUUID));
}

async function associationsOf(call: QueryCall, uuid: readonly string[]): Promise<Association[]> {
  if (uuid.length === 0) return [];
  const found = await askRegistry(call, { name: 'GetAssociations', parameters: { uuid, ...everything } });
  return found.flatMap((object) => (object.kind === 'Association' ? [object] : []));
}

async function askRegistry(call: QueryCall, query: StoredQuery): Promise<RegistryObject[]> {
  const response = await sendStoredQuery(call, query);
  const objects: RegistryObject[] = [];
  for await (const object of response.objects) {
    if (object.kind !== 'ObjectRef' && object.kind !== 'rendered') objects.push(object);
  }
  if (response.status !== 'Success') throw new PlanRefused(query.name, response.errors);
  return objects;
}

function documentsOf(entries: readonly DocumentEntry[]): DocumentRequest[] {
  const documents = new Map<string, DocumentRequest>();
  for (const { objectType, uniqueId, repositoryUniqueId, homeCommunityId } of entries) {
    if (objectType === documentEntryTypes.OnDemand || uniqueId === undefined || repositoryUniqueId === undefined)
      continue;
    const home = homeCommunityId === undefined ? {} : { homeCommunityId };
    documents.set(`${repositoryUniqueId} ${uniqueId}`, { ...home, repositoryUniqueId, documentUniqueId: uniqueId });
  }
  return [...documents.values()];
}

function entriesIn(objects: readonly RegistryObject[]): DocumentEntry[] {
  return objects.flatMap((object) => (object.kind === 'DocumentEntry' ? [object] : []));
}

function idsOf(objects: readonly RegistryObject[]): string[] {
  return objects.map(({ entryUUID }) => entryUUID);
}

function onceEach<T extends RegistryObject>(objects: readonly T[]): T[] {
  return [...new Map(objects.map((object) => [object.entryUUID, object])).values()];
}
