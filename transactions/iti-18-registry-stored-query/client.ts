import type { ClientCall } from '../../runtime/host.ts';
import type { StoredQuery, StoredQueryRequest, StoredQueryResponse } from './messages.ts';
import { encodeParameters } from './queries/encode-parameters.ts';
import { storedQueries } from './queries/stored-queries.ts';

/** How the answer is wanted. */
export interface StoredQueryOptions {
  /** Default LeafClass: whole objects. */
  readonly returnType?: 'LeafClass' | 'ObjectRef';
  /** `urn:oid:…` of the community to ask; needed by an Initiating Gateway for queries without a patient. */
  readonly homeCommunityId?: string;
}

/** The request that asks one stored query, with its parameters as slots. */
export function storedQueryRequest(query: StoredQuery, options: StoredQueryOptions = {}): StoredQueryRequest {
  const { returnType = 'LeafClass', homeCommunityId } = options;
  return {
    query,
    queryId: storedQueries[query.name].id,
    returnType,
    returnComposedObjects: true,
    ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
    slots: encodeParameters(query),
  };
}

/** Asks a Document Registry one stored query — ITI TF-2 3.18. A refusal is an answer, not an exception. */
export function sendStoredQuery(
  call: ClientCall<StoredQueryRequest, StoredQueryResponse>,
  query: StoredQuery,
  options: StoredQueryOptions & { signal?: AbortSignal; user?: string } = {},
): Promise<StoredQueryResponse> {
  const { signal, user } = options;
  return call(storedQueryRequest(query, options), {
    ...(signal === undefined ? {} : { signal }),
    ...(user === undefined ? {} : { user }),
  });
}
