import type { ClientCall } from '../../runtime/host.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../iti-42-register-document-set-b/messages.ts';

/** Updates a DocumentEntry at an Update Responder — ITI TF-2 3.92. A refusal is an answer, not an exception. */
export function sendRestrictedUpdate(
  call: ClientCall<RegisterDocumentSetRequest, RegisterDocumentSetResponse>,
  request: RegisterDocumentSetRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<RegisterDocumentSetResponse> {
  return call(request, options);
}
