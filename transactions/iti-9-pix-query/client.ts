import type { ClientCall } from '../../runtime/host.ts';
import type { PixQueryRequest, PixQueryResponse } from './messages.ts';

/** Asks a PIX Manager for a patient's other identifiers — ITI TF-2 3.9. A refusal is an answer, not an exception. */
export function sendPixQuery(
  call: ClientCall<PixQueryRequest, PixQueryResponse>,
  request: PixQueryRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<PixQueryResponse> {
  return call(request, options);
}
