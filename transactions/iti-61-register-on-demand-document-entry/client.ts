import type { ClientCall } from '../../runtime/host.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../iti-42-register-document-set-b/messages.ts';

/** Registers On-Demand entries at a Document Registry — ITI TF-2 3.61. A refusal is an answer, not an exception. */
export function sendOnDemandRegistration(
  call: ClientCall<RegisterDocumentSetRequest, RegisterDocumentSetResponse>,
  request: RegisterDocumentSetRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<RegisterDocumentSetResponse> {
  return call(request, options);
}
