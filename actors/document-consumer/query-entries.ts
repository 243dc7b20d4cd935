import type { ClientCall } from '../../runtime/host.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type {
  StoredQuery,
  StoredQueryRequest,
  StoredQueryResponse,
} from '../../transactions/iti-18-registry-stored-query/messages.ts';

/** The registry did not answer a query with results; `errors` are its own words. */
export class QueryRefused extends Error {
  readonly errors: readonly RegistryError[];
  constructor(query: string, errors: readonly RegistryError[]) {
    const why = errors.map(({ errorCode, codeContext }) => `${errorCode}: ${codeContext}`).join('; ');
    super(`The registry refused ${query}: ${why || 'no reason given'}`);
    this.name = 'QueryRefused';
    this.errors = errors;
  }
}

/**
 * The DocumentEntries a stored query finds, whole (LeafClass) — ITI TF-2 3.18. Nothing found is an empty list; throws
 * QueryRefused when the registry reports a Failure. A partial result counts as a result.
 */
export async function queryEntries(
  call: ClientCall<StoredQueryRequest, StoredQueryResponse>,
  query: StoredQuery,
  options?: { signal?: AbortSignal; user?: string },
): Promise<DocumentEntry[]> {
  const response = await sendStoredQuery(call, query, { ...options, returnType: 'LeafClass' });
  const entries: DocumentEntry[] = [];
  for await (const object of response.objects) if (object.kind === 'DocumentEntry') entries.push(object);
  if (response.status === 'Failure') throw new QueryRefused(query.name, response.errors);
  return entries;
}
