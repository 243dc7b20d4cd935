import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { lcmSchema } from '../../schemas/xsd/lcm.ts';
import { rsSchema } from '../../schemas/xsd/rs.ts';
import { describeRemoveMetadata } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { RemoveMetadataRequest, RemoveMetadataResponse } from './messages.ts';
import { deletionScope } from './rules/deletion-scope.ts';
import { objectsListed } from './rules/objects-listed.ts';
import { queryAbsent } from './rules/query-absent.ts';

/** Remove Metadata, from a Document Administrator to a Document Registry — ITI Supplement RMD 3.62. */
export const removeMetadata: SoapTransaction<RemoveMetadataRequest, RemoveMetadataResponse> = {
  kind: 'soap',
  id: 'ITI-62',
  name: 'Remove Metadata',
  source: tf2('3.62'),
  action: {
    request: 'urn:ihe:iti:2010:DeleteDocumentSet',
    response: 'urn:ihe:iti:2010:DeleteDocumentSetResponse',
  },
  packaging: 'simple',
  request: requestCodec,
  response: responseCodec,
  rules: [objectsListed, queryAbsent, deletionScope],
  refuse: (errors) => ({ status: 'Failure', errors }),
  codes: { internal: 'XDSRegistryError', busy: 'XDSRegistryBusy' },
  audit: describeRemoveMetadata,
  wsdl: {
    targetNamespace: namespaces.xds2010,
    actor: 'DocumentRegistry',
    operation: 'DeleteDocumentSet',
    request: { schema: lcmSchema, name: 'RemoveObjectsRequest' },
    response: { schema: rsSchema, name: 'RegistryResponse' },
  },
};
