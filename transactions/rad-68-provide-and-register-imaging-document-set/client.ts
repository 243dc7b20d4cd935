import type { ClientCall } from '../../runtime/host.ts';
import type {
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse,
} from '../iti-41-provide-and-register-document-set-b/messages.ts';

/** Sends an imaging manifest to a Document Repository — RAD TF-2 4.68. A refusal is an answer, not an exception. */
export function sendImagingDocumentSet(
  call: ClientCall<ProvideAndRegisterRequest, ProvideAndRegisterResponse>,
  request: ProvideAndRegisterRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<ProvideAndRegisterResponse> {
  return call(request, options);
}
