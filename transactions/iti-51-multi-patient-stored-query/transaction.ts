import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { querySchema } from '../../schemas/xsd/query.ts';
import type { StoredQueryResponse } from '../iti-18-registry-stored-query/messages.ts';
import type { Reading } from '../iti-18-registry-stored-query/queries/reading.ts';
import { refuseStoredQuery } from '../iti-18-registry-stored-query/refuse.ts';
import { registryStoredQuery } from '../iti-18-registry-stored-query/transaction.ts';
import { describeMultiPatientQuery } from './audit.ts';
import { multiPatientQueryCodec } from './codec.ts';
import type { MultiPatientQueryRequest } from './messages.ts';

/** Multi-Patient Stored Query — ITI TF-2 3.51: ITI-18 with its own action, its own queries and its own audit code. */
export const multiPatientStoredQuery: SoapTransaction<MultiPatientQueryRequest, StoredQueryResponse> = {
  ...registryStoredQuery,
  id: 'ITI-51',
  name: 'Multi-Patient Stored Query',
  source: tf2('3.51'),
  action: {
    request: 'urn:ihe:iti:2009:MultiPatientStoredQuery',
    response: 'urn:ihe:iti:2009:MultiPatientStoredQueryResponse',
  },
  request: multiPatientQueryCodec(),
  rules: [],
  refuse: refuseStoredQuery,
  audit: describeMultiPatientQuery,
  wsdl: {
    targetNamespace: namespaces.xds,
    actor: 'DocumentRegistry',
    operation: 'MultiPatientStoredQuery',
    request: { schema: querySchema, name: 'AdhocQueryRequest' },
    response: { schema: querySchema, name: 'AdhocQueryResponse' },
  },
  asynchronous: undefined,
};

/** The same transaction for a registry whose operator decides how requests are read. */
export function multiPatientStoredQueryRead(
  reading: Reading,
): SoapTransaction<MultiPatientQueryRequest, StoredQueryResponse> {
  return { ...multiPatientStoredQuery, request: multiPatientQueryCodec(reading) };
}
