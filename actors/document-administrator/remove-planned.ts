import type { ClientCall } from '../../runtime/host.ts';
import type { DocumentRequest, RegistryResponse } from '../../schemas/ebrs/messages.ts';
import { concerns } from '../../schemas/errors/concerns.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import { collect } from '../../schemas/sequence.ts';
import { sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import { sendMetadataRemoval } from '../../transactions/iti-62-remove-metadata/client.ts';
import type { RemoveMetadataRequest } from '../../transactions/iti-62-remove-metadata/messages.ts';
import { sendDocumentRemoval } from '../../transactions/iti-86-remove-documents/client.ts';
import type { RemoveDocumentsRequest } from '../../transactions/iti-86-remove-documents/messages.ts';
import type { QueryCall, RemovalPlan } from './plan-removal.ts';

/** Whom a Document Administrator talks to. */
export interface RemovalPeers {
  readonly query: QueryCall;
  readonly removeMetadata: ClientCall<RemoveMetadataRequest, RegistryResponse>;
  /** The way to the repository with a repositoryUniqueId; undefined when it is not known. */
  readonly repository: (repositoryUniqueId: string) => ClientCall<RemoveDocumentsRequest, RegistryResponse> | undefined;
}

/** What became of one document. */
export interface DocumentRemoval {
  readonly document: DocumentRequest;
  /** `needed`: another DocumentEntry is still registered for it. */
  readonly outcome: 'removed' | 'failed' | 'needed';
  /** The repository's words. */
  readonly reasons: readonly string[];
}

/** Has the registry remove all objects of a plan, or none — ITI Supplement RMD 3.62. A refusal is an answer. */
export function removePlannedMetadata(peers: RemovalPeers, { objects }: RemovalPlan): Promise<RegistryResponse> {
  const entryUUIDs = objects.map(({ entryUUID }) => entryUUID);
  return sendMetadataRemoval(peers.removeMetadata, entryUUIDs);
}

/**
 * Has repositories remove the documents of a plan — ITI Supplement RMD 3.86. With `unlessNeeded` a document stays that is
 * still registered: somebody may have registered it a second time. Order and count are those of the plan.
 */
export async function removePlannedDocuments(
  peers: RemovalPeers,
  { documents }: RemovalPlan,
  options: { readonly unlessNeeded: boolean },
): Promise<DocumentRemoval[]> {
  const needed = options.unlessNeeded ? await stillRegistered(peers.query, documents) : new Set<string>();
  const results = new Map<DocumentRequest, DocumentRemoval>();
  const wanted = new Map<string, DocumentRequest[]>();
  for (const document of documents) {
    const { repositoryUniqueId, documentUniqueId } = document;
    if (needed.has(documentUniqueId)) results.set(document, { document, outcome: 'needed', reasons: [] });
    else wanted.set(repositoryUniqueId, [...(wanted.get(repositoryUniqueId) ?? []), document]);
  }
  for (const [repositoryUniqueId, some] of wanted) {
    const call = peers.repository(repositoryUniqueId);
    const reasons = [`repository ${repositoryUniqueId} is not known here`];
    const removals =
      call === undefined
        ? some.map((document): DocumentRemoval => ({ document, outcome: 'failed', reasons }))
        : removalsFrom(some, await sendDocumentRemoval(call, { documents: some }));
    for (const removal of removals) results.set(removal.document, removal);
  }
  return documents.flatMap((document) => results.get(document) ?? []);
}

async function stillRegistered(call: QueryCall, documents: readonly DocumentRequest[]): Promise<ReadonlySet<string>> {
  if (documents.length === 0) return new Set();
  const uniqueId = documents.map(({ documentUniqueId }) => documentUniqueId);
  const response = await sendStoredQuery(call, { name: 'GetDocuments', parameters: { uniqueId, metadataLevel: '2' } });
  const objects = await collect(response.objects);
  // Without an answer nothing is known to be free: everything stays.
  if (response.status !== 'Success') return new Set(uniqueId);
  return new Set(objects.flatMap((object) => (object.kind === 'DocumentEntry' ? (object.uniqueId ?? []) : [])));
}

function removalsFrom(documents: readonly DocumentRequest[], { status, errors }: RegistryResponse): DocumentRemoval[] {
  const failures = errors.filter((error) => error.severity === 'Error');
  return documents.map((document) => {
    const own = failures.filter((error) => concerns(error, document.documentUniqueId));
    const failed = status === 'Failure' || own.length > 0;
    if (!failed) return { document, outcome: 'removed', reasons: [] };
    const told = own.length > 0 ? own : failures;
    return { document, outcome: 'failed', reasons: told.map(reasonIn) };
  });
}

function reasonIn({ errorCode, codeContext }: RegistryError): string {
  return `${errorCode}: ${codeContext}`;
}
