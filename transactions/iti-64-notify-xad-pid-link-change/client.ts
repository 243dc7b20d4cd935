import type { ClientCall } from '../../runtime/host.ts';
import type { LinkChangeRequest, LinkChangeResponse } from './messages.ts';

/** Tells a Document Registry of a changed link — ITI TF-2 3.64. A refusal is an answer, not an exception. */
export function sendLinkChange(
  call: ClientCall<LinkChangeRequest, LinkChangeResponse>,
  request: LinkChangeRequest,
  options?: { signal?: AbortSignal; user?: string },
): Promise<LinkChangeResponse> {
  return call(request, options);
}
