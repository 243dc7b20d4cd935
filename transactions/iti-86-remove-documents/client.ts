import type { ClientCall } from '../../runtime/host.ts';
import type { RemoveDocumentsRequest, RemoveDocumentsResponse } from './messages.ts';

/** Has a Document Repository remove documents, each for itself — ITI Supplement RMD 3.86. A refusal is an answer, not an exception. */
export function sendDocumentRemoval(
  call: ClientCall<RemoveDocumentsRequest, RemoveDocumentsResponse>,
  request: RemoveDocumentsRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<RemoveDocumentsResponse> {
  return call(request, options);
}
