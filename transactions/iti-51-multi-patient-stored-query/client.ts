import type { ClientCall } from '../../runtime/host.ts';
import { queryRequest, type StoredQueryOptions } from '../iti-18-registry-stored-query/client.ts';
import type { StoredQueryResponse } from '../iti-18-registry-stored-query/messages.ts';
import type { MultiPatientQuery, MultiPatientQueryRequest } from './messages.ts';
import { multiPatientQueries } from './queries/multi-patient-queries.ts';

/** The request that asks one query of ITI-51, with its parameters as slots. */
export function multiPatientQueryRequest(
  query: MultiPatientQuery,
  options: StoredQueryOptions = {},
): MultiPatientQueryRequest {
  return queryRequest(multiPatientQueries[query.name], query, options);
}

/** Asks a Document Registry about several patients at once — ITI TF-2 3.51. A refusal is an answer, not an exception. */
export function sendMultiPatientQuery(
  call: ClientCall<MultiPatientQueryRequest, StoredQueryResponse>,
  query: MultiPatientQuery,
  options: StoredQueryOptions & { signal?: AbortSignal; user?: string } = {},
): Promise<StoredQueryResponse> {
  const { signal, user } = options;
  return call(multiPatientQueryRequest(query, options), {
    ...(signal === undefined ? {} : { signal }),
    ...(user === undefined ? {} : { user }),
  });
}
