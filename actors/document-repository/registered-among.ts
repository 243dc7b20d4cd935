import type { ClientCall } from '../../runtime/host.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import { sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type {
  StoredQueryRequest,
  StoredQueryResponse,
} from '../../transactions/iti-18-registry-stored-query/messages.ts';
import type { DocumentRepositoryConfig } from './config.ts';

/**
 * Of these uniqueIds, those with an entry in the registry that names this repository — ITI TF-2 3.18, GetDocuments.
 *
 * Throws Unavailable when the registry gives no answer that can be relied on: then nothing may be removed.
 */
export async function registeredAmong(question: {
  query: ClientCall<StoredQueryRequest, StoredQueryResponse>;
  config: DocumentRepositoryConfig;
  uniqueIds: readonly string[];
}): Promise<ReadonlySet<string>> {
  const { query, config, uniqueIds } = question;
  const response = await sendStoredQuery(query, { name: 'GetDocuments', parameters: { uniqueId: uniqueIds } });
  if (response.status !== 'Success') {
    const why = response.errors[0]?.codeContext ?? 'no reason given';
    throw new Unavailable(`The registry cannot say whether documents are registered: ${why}`);
  }
  const registered = new Set<string>();
  for await (const object of response.objects) {
    if (object.kind !== 'DocumentEntry' || object.repositoryUniqueId !== config.repositoryUniqueId) continue;
    if (object.uniqueId !== undefined) registered.add(object.uniqueId);
  }
  return registered;
}
