import type { ClientCall } from '../../runtime/host.ts';
import type { RemoveMetadataRequest, RemoveMetadataResponse } from './messages.ts';

/** Has a Document Registry remove objects, all or none — ITI Supplement RMD 3.62. A refusal is an answer, not an exception. */
export function sendMetadataRemoval(
  call: ClientCall<RemoveMetadataRequest, RemoveMetadataResponse>,
  entryUUIDs: readonly string[],
  options?: { signal?: AbortSignal; user?: string },
): Promise<RemoveMetadataResponse> {
  return call({ objectRefs: entryUUIDs.map((entryUUID) => ({ kind: 'ObjectRef', entryUUID })) }, options);
}
