import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import type { DocumentRequest, DocumentResponse } from '../../schemas/ebrs/messages.ts';
import type { RegistryErrorCode } from '../../schemas/errors/codes.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type {
  RetrieveDocumentSetRequest,
  RetrieveDocumentSetResponse,
} from '../../transactions/iti-43-retrieve-document-set/messages.ts';
import { SnapshotRefused } from './persist-snapshot.ts';
import { approvedEntries } from './registry.ts';
import type { OnDemandSource } from './source.ts';
import type { SnapshotRecord } from './store/snapshots.ts';
import { takeSnapshot } from './take-snapshot.ts';

/**
 * Answers ITI-43 for On-Demand entries: each document is made, or is the one made last when nothing has changed — ITI
 * TF-2 3.43.4.1.3, 3.43.4.2.
 *
 * NewDocumentUniqueId always differs from the DocumentUniqueId asked for; NewRepositoryUniqueId is there when the document
 * can be retrieved again. An entry that is deprecated or removed has no document any more. Throws Unavailable when the
 * registry, or the repository snapshots go to, does not answer.
 */
export function retrieveOnDemand(
  source: OnDemandSource,
): Handler<RetrieveDocumentSetRequest, RetrieveDocumentSetResponse> {
  return async ({ documents: requests }) => {
    const { documentsPerRetrieve } = source.config.limits;
    if (requests.length > documentsPerRetrieve) {
      const codeContext = `${requests.length} documents were asked for; at most ${documentsPerRetrieve} are made at once.`;
      return {
        status: 'Failure',
        errors: [{ errorCode: 'XDSTooManyResults', codeContext, severity: 'Error' }],
        documents: [],
      };
    }
    const served: { request: DocumentRequest; snapshot: SnapshotRecord }[] = [];
    const errors: RegistryError[] = [];
    for (const request of requests) {
      const found = await snapshotFor(source, request);
      if ('errorCode' in found) errors.push(found);
      else served.push({ request, snapshot: found });
    }
    // Opened last: what goes wrong before leaves no file open.
    const documents: DocumentResponse[] = [];
    for (const { request, snapshot } of served) {
      const content = await source.store.snapshots.open(snapshot);
      if (content === undefined)
        errors.push(failed('XDSRepositoryBusy', request.documentUniqueId, 'it has just changed'));
      else documents.push({ ...idsOf(request, snapshot), content });
    }
    if (errors.length === 0) return { status: 'Success', errors, documents };
    return { status: documents.length === 0 ? 'Failure' : 'PartialSuccess', errors, documents };
  };
}

function idsOf(request: DocumentRequest, snapshot: SnapshotRecord): Omit<DocumentResponse, 'content'> {
  const { uniqueId: newDocumentUniqueId, mimeType, size, repositoryUniqueId: newRepositoryUniqueId } = snapshot;
  const kept = newRepositoryUniqueId === undefined ? {} : { newRepositoryUniqueId };
  return { ...request, ...kept, newDocumentUniqueId, mimeType, size };
}

async function snapshotFor(source: OnDemandSource, request: DocumentRequest): Promise<SnapshotRecord | RegistryError> {
  const { documentUniqueId: id, repositoryUniqueId } = request;
  const here = source.config.repositoryUniqueId;
  if (repositoryUniqueId !== here) {
    return failed('XDSUnknownRepositoryId', id, `repository ${repositoryUniqueId} is not this source (${here})`);
  }
  const record = await source.store.find(id);
  if (record === undefined) return failed('XDSDocumentUniqueIdError', id, 'no such On-Demand entry is of this source');
  const registered = (await approvedEntries(source.query, [id])).get(id);
  if (registered === undefined) {
    return failed('XDSDocumentUniqueIdError', id, 'its entry is deprecated or not in the registry any more');
  }
  try {
    return await takeSnapshot(source, { record, registered });
  } catch (error) {
    if (!(error instanceof SnapshotRefused)) throw error;
    const why = error.errors.map(({ errorCode, codeContext }) => `${errorCode}: ${codeContext}`).join('; ');
    return failed('XDSRepositoryError', id, `its snapshot could not be stored: ${why}`);
  }
}

/** An error about one document: `location` is its DocumentUniqueId — ITI TF-2 3.43.4.2.2. */
function failed(errorCode: RegistryErrorCode, id: string, why: string): RegistryError {
  return { errorCode, codeContext: `Document ${id}: ${why}.`, severity: 'Error', location: id };
}
