import type { ClientCall } from '../../runtime/host.ts';
import type { RetrieveDocumentSetRequest, RetrieveDocumentSetResponse } from './messages.ts';

/** Asks a Document Repository for documents, which are read from the wire one after the other — ITI TF-2 3.43. A refusal is an answer, not an exception. */
export function sendRetrieval(
  call: ClientCall<RetrieveDocumentSetRequest, RetrieveDocumentSetResponse>,
  request: RetrieveDocumentSetRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<RetrieveDocumentSetResponse> {
  return call(request, options);
}
