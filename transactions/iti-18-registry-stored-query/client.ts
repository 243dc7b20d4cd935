import type { ClientCall } from '../../runtime/host.ts';
import type { QueryRequest, StoredQuery, StoredQueryRequest, StoredQueryResponse } from './messages.ts';
import type { AnyQueryDefinition } from './queries/definition.ts';
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
  return queryRequest(storedQueries[query.name], query, options);
}

/** The request that asks a query of any definition: of ITI-18 or of a transaction defined by it. */
export function queryRequest<Query extends { readonly parameters: object }>(
  definition: AnyQueryDefinition,
  query: Query,
  options: StoredQueryOptions = {},
): QueryRequest<Query> {
  const { returnType = 'LeafClass', homeCommunityId } = options;
  return {
    query,
    queryId: definition.id,
    returnType,
    returnComposedObjects: true,
    ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
    slots: encodeParameters(definition, query.parameters),
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
