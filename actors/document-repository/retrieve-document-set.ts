import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { DocumentRequest, DocumentResponse } from '../../schemas/ebrs/messages.ts';
import type { RegistryErrorCode } from '../../schemas/errors/codes.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type {
  RetrieveDocumentSetRequest,
  RetrieveDocumentSetResponse,
} from '../../transactions/iti-43-retrieve-document-set/messages.ts';
import type { Repository } from './repository.ts';
import type { StoredDocument } from './store.ts';

/**
 * Answers ITI-43: one DocumentResponse per document found, one error per document not found — ITI TF-2 3.43.4.1.3,
 * 3.43.4.2.
 *
 * Ids come back as they were asked for, homeCommunityId only if it was. Bytes stream from disk when the answer is
 * written. A document asked for twice is answered twice.
 */
export function retrieveDocumentSet(
  repository: Repository,
): Handler<RetrieveDocumentSetRequest, RetrieveDocumentSetResponse> {
  return async ({ documents: requests }) => {
    const { limits, repositoryUniqueId } = repository.config;
    if (requests.length > limits.documentsPerRetrieve) {
      return answer([], [tooMany(requests.length, limits.documentsPerRetrieve)]);
    }
    const mine = requests.filter((request) => request.repositoryUniqueId === repositoryUniqueId);
    const known = await repository.store.find([...new Set(mine.map((request) => request.documentUniqueId))]);
    const documents: DocumentResponse[] = [];
    const errors: RegistryError[] = [];
    for await (const found of served(repository, requests, known)) {
      if ('errorCode' in found) errors.push(found);
      else documents.push(found);
    }
    return answer(documents, errors);
  };
}

/** So many documents are looked for in the storage at the same time. */
const soughtAtOnce = 16;

/** What becomes of each request, in their order. Once the storage is away, it is asked for none of the others. */
async function* served(
  repository: Repository,
  requests: readonly DocumentRequest[],
  known: ReadonlyMap<string, StoredDocument>,
): AsyncGenerator<DocumentResponse | RegistryError> {
  let away = false;
  const serveOne = async (request: DocumentRequest) => {
    try {
      return away ? storageAway(request) : await serve(repository, request, known);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      if (!away) repository.log.error({ err: error }, 'the document storage does not answer');
      away = true;
      return storageAway(request);
    }
  };
  for (let at = 0; at < requests.length; at += soughtAtOnce) {
    yield* await Promise.all(requests.slice(at, at + soughtAtOnce).map(serveOne));
  }
}

function storageAway({ documentUniqueId }: DocumentRequest): RegistryError {
  return failed('XDSRepositoryBusy', documentUniqueId, 'the document storage does not answer; try again later');
}

async function serve(
  repository: Repository,
  request: DocumentRequest,
  known: ReadonlyMap<string, StoredDocument>,
): Promise<DocumentResponse | RegistryError> {
  const { documentUniqueId: id, repositoryUniqueId } = request;
  if (repositoryUniqueId !== repository.config.repositoryUniqueId) {
    const here = repository.config.repositoryUniqueId;
    return failed('XDSUnknownRepositoryId', id, `repository ${repositoryUniqueId} is not this one (${here})`);
  }
  const document = known.get(id);
  if (document === undefined) return failed('XDSDocumentUniqueIdError', id, 'no such document in this repository');
  const content = await repository.blobs.open(document.blobKey);
  if (content === undefined) {
    repository.log.error({ blobKey: document.blobKey }, 'the bytes of a kept document are missing');
    return failed('XDSRepositoryError', id, 'its content cannot be read');
  }
  return { ...request, mimeType: document.mimeType, size: document.size, content };
}

function answer(documents: readonly DocumentResponse[], errors: readonly RegistryError[]): RetrieveDocumentSetResponse {
  if (errors.length === 0) return { status: 'Success', errors, documents };
  return { status: documents.length === 0 ? 'Failure' : 'PartialSuccess', errors, documents };
}

/** An error about one document: `location` is its DocumentUniqueId — ITI TF-2 3.43.4.2.2. */
function failed(errorCode: RegistryErrorCode, id: string, why: string): RegistryError {
  return { errorCode, codeContext: `Document ${id}: ${why}.`, severity: 'Error', location: id };
}

function tooMany(asked: number, limit: number): RegistryError {
  const codeContext = `${asked} documents were asked for; at most ${limit} are answered at once.`;
  return { errorCode: 'XDSTooManyResults', codeContext, severity: 'Error' };
}
