import type { ClientCall } from '../../runtime/host.ts';
import type { RetrieveDocumentSetResponse, RetrieveImagingDocumentSetRequest } from './messages.ts';

/** Asks an Imaging Document Source for instances, which are read from the wire one after the other — RAD TF-2 4.69. A refusal is an answer, not an exception. */
export function sendImagingRetrieval(
  call: ClientCall<RetrieveImagingDocumentSetRequest, RetrieveDocumentSetResponse>,
  request: RetrieveImagingDocumentSetRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<RetrieveDocumentSetResponse> {
  return call(request, options);
}
