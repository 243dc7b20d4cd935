import type { ClientCall } from '../../runtime/host.ts';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { type StoredQueryOptions, sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type {
  ResultObject,
  StoredQuery,
  StoredQueryRequest,
  StoredQueryResponse,
} from '../../transactions/iti-18-registry-stored-query/messages.ts';

/** The call of ITI-18 as the host hands it out. */
export type QueryCall = ClientCall<StoredQueryRequest, StoredQueryResponse>;

const { Approved, Deprecated } = availabilityStatuses;
const { Stable, OnDemand } = documentEntryTypes;
/** Entries that are asked for at once, well below what registries answer. */
const batch = 200;

/** The entries with these uniqueIds, whatever their status — ITI TF-2 3.18, GetDocuments. */
export function entriesNamed(call: QueryCall, uniqueIds: readonly string[]): Promise<DocumentEntry[]> {
  return entriesOf(call, { name: 'GetDocuments', parameters: { uniqueId: uniqueIds } });
}

/** The Approved ones among them, by uniqueId. */
export async function approvedEntries(
  call: QueryCall,
  uniqueIds: readonly string[],
): Promise<ReadonlyMap<string, DocumentEntry>> {
  const found = new Map<string, DocumentEntry>();
  for (const entry of await entriesNamed(call, uniqueIds)) {
    if (entry.uniqueId !== undefined && entry.availabilityStatus === Approved) found.set(entry.uniqueId, entry);
  }
  return found;
}

/** Every entry of a patient, however many: their ids first, then the entries in batches — ITI TF-2 3.18. */
export async function allEntries(call: QueryCall, patientId: string): Promise<DocumentEntry[]> {
  const parameters = { patientId, status: [Approved, Deprecated], type: [Stable, OnDemand] };
  const references = await ask(call, { name: 'FindDocuments', parameters }, { returnType: 'ObjectRef' });
  const ids = references.flatMap((object) => (object.kind === 'ObjectRef' ? [object.entryUUID] : []));
  const entries: DocumentEntry[] = [];
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch);
    entries.push(...(await entriesOf(call, { name: 'GetDocuments', parameters: { entryUUID: some } })));
  }
  return entries;
}

async function entriesOf(call: QueryCall, query: StoredQuery): Promise<DocumentEntry[]> {
  const objects = await ask(call, query);
  return objects.flatMap((object) => (object.kind === 'DocumentEntry' ? [object] : []));
}

async function ask(call: QueryCall, query: StoredQuery, options: StoredQueryOptions = {}): Promise<ResultObject[]> {
  const objects: ResultObject[] = [];
  try {
    const response = await sendStoredQuery(call, query, options);
    for await (const object of response.objects) objects.push(object);
    if (response.status === 'Success') return objects;
    throw new Unavailable(`The registry refused ${query.name}: ${response.errors[0]?.codeContext ?? response.status}`);
  } catch (error) {
    if (error instanceof SoapFault) throw new Unavailable(`The registry answered with a fault.`, { cause: error });
    throw error;
  }
}
