import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { rmdSchema } from '../../schemas/xsd/rmd.ts';
import { rsSchema } from '../../schemas/xsd/rs.ts';
import { describeRemoveDocuments } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { RemoveDocumentsRequest, RemoveDocumentsResponse } from './messages.ts';
import { documentsNamed } from './rules/documents-named.ts';

/** Remove Documents, from a Document Administrator to a Document Repository — ITI Supplement RMD 3.86. */
export const removeDocuments: SoapTransaction<RemoveDocumentsRequest, RemoveDocumentsResponse> = {
  kind: 'soap',
  id: 'ITI-86',
  name: 'Remove Documents',
  source: tf2('3.86'),
  action: {
    request: 'urn:ihe:iti:2017:RemoveDocuments',
    response: 'urn:ihe:iti:2017:RemoveDocumentsResponse',
  },
  packaging: 'simple',
  request: requestCodec,
  response: responseCodec,
  rules: [documentsNamed],
  refuse: (errors) => ({ status: 'Failure', errors }),
  codes: { internal: 'XDSRepositoryError', busy: 'XDSRepositoryBusy' },
  audit: describeRemoveDocuments,
  wsdl: {
    targetNamespace: namespaces.rmd,
    actor: 'DocumentRepository',
    operation: 'RemoveDocuments',
    request: { schema: rmdSchema, name: 'RemoveDocumentsRequest' },
    response: { schema: rsSchema, name: 'RegistryResponse' },
  },
};
