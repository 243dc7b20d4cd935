import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { xdsSchema } from '../../schemas/xsd/xds.ts';
import { describeRetrieve } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { RetrieveDocumentSetRequest, RetrieveDocumentSetResponse } from './messages.ts';

/**
 * Retrieve Document Set, from a Document Consumer to a Document Repository — ITI TF-2 3.43.
 *
 * `rules` is empty: that each DocumentRequest names a repository and a document is found while decoding.
 */
export const retrieveDocumentSet: SoapTransaction<RetrieveDocumentSetRequest, RetrieveDocumentSetResponse> = {
  kind: 'soap',
  id: 'ITI-43',
  name: 'Retrieve Document Set',
  source: tf2('3.43'),
  action: {
    request: 'urn:ihe:iti:2007:RetrieveDocumentSet',
    response: 'urn:ihe:iti:2007:RetrieveDocumentSetResponse',
  },
  packaging: 'mtom',
  request: requestCodec,
  response: responseCodec,
  rules: [],
  refuse: (errors) => ({ status: 'Failure', errors, documents: [] }),
  codes: { internal: 'XDSRepositoryError', busy: 'XDSRepositoryBusy' },
  audit: describeRetrieve,
  wsdl: {
    targetNamespace: namespaces.xds,
    actor: 'DocumentRepository',
    operation: 'RetrieveDocumentSet',
    request: { schema: xdsSchema, name: 'RetrieveDocumentSetRequest' },
    response: { schema: xdsSchema, name: 'RetrieveDocumentSetResponse' },
  },
  asynchronous: { repeatable: true },
};
