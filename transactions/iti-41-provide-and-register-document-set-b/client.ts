import type { ClientCall } from '../../runtime/host.ts';
import type { ProvideAndRegisterRequest, ProvideAndRegisterResponse } from './messages.ts';

/** Sends documents and their metadata to a Document Repository — ITI TF-2 3.41. A refusal is an answer, not an exception. */
export function sendDocumentSet(
  call: ClientCall<ProvideAndRegisterRequest, ProvideAndRegisterResponse>,
  request: ProvideAndRegisterRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<ProvideAndRegisterResponse> {
  return call(request, options);
}
