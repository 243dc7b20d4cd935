import type { ClientCall } from '../../runtime/host.ts';
import type { RegisterDocumentSetRequest, RegisterDocumentSetResponse } from './messages.ts';

/** Registers metadata at a Document Registry — ITI TF-2 3.42. A refusal is an answer, not an exception. */
export function sendRegistration(
  call: ClientCall<RegisterDocumentSetRequest, RegisterDocumentSetResponse>,
  request: RegisterDocumentSetRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<RegisterDocumentSetResponse> {
  return call(request, options);
}
