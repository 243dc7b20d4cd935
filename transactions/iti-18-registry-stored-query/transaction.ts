import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { querySchema } from '../../schemas/xsd/query.ts';
import { describeStoredQuery } from './audit.ts';
import { requestCodec, responseCodec, storedQueryCodec } from './codec.ts';
import type { StoredQueryRequest, StoredQueryResponse } from './messages.ts';
import type { Reading } from './queries/reading.ts';
import { refuseStoredQuery } from './refuse.ts';

/**
 * Registry Stored Query — ITI TF-2 3.18. What a request can violate (see rules/) is found while it is decoded, where
 * its parameters are read anyway; so nothing is left for `rules`.
 */
export const registryStoredQuery: SoapTransaction<StoredQueryRequest, StoredQueryResponse> = {
  kind: 'soap',
  id: 'ITI-18',
  name: 'Registry Stored Query',
  source: tf2('3.18'),
  action: {
    request: 'urn:ihe:iti:2007:RegistryStoredQuery',
    response: 'urn:ihe:iti:2007:RegistryStoredQueryResponse',
  },
  packaging: 'simple',
  request: requestCodec,
  response: responseCodec,
  rules: [],
  refuse: refuseStoredQuery,
  codes: { internal: 'XDSRegistryError', busy: 'XDSRegistryBusy' },
  audit: describeStoredQuery,
  wsdl: {
    targetNamespace: namespaces.xds,
    actor: 'DocumentRegistry',
    operation: 'RegistryStoredQuery',
    request: { schema: querySchema, name: 'AdhocQueryRequest' },
    response: { schema: querySchema, name: 'AdhocQueryResponse' },
  },
  asynchronous: { repeatable: true },
};

/** The same transaction for a registry whose operator decides how requests are read. */
export function registryStoredQueryRead(reading: Reading): SoapTransaction<StoredQueryRequest, StoredQueryResponse> {
  return { ...registryStoredQuery, request: storedQueryCodec(reading) };
}
