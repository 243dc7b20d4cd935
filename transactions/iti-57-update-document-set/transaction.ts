import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { lcmSchema } from '../../schemas/xsd/lcm.ts';
import { rsSchema } from '../../schemas/xsd/rs.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../iti-42-register-document-set-b/messages.ts';
import { registerDocumentSet } from '../iti-42-register-document-set-b/transaction.ts';
import { describeUpdate } from './audit.ts';

/**
 * Update Document Set, from a Document Administrator to a Document Registry — ITI TF-2 3.57. The messages are those of
 * ITI-42; which operations a request asks for is recognised by the registry from what the submission holds.
 */
export const updateDocumentSet: SoapTransaction<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = {
  ...registerDocumentSet,
  id: 'ITI-57',
  name: 'Update Document Set',
  source: tf2('3.57'),
  action: {
    request: 'urn:ihe:iti:2010:UpdateDocumentSet',
    response: 'urn:ihe:iti:2010:UpdateDocumentSetResponse',
  },
  audit: describeUpdate,
  wsdl: {
    targetNamespace: namespaces.xds2010,
    actor: 'DocumentRegistry',
    operation: 'UpdateDocumentSet',
    request: { schema: lcmSchema, name: 'SubmitObjectsRequest' },
    response: { schema: rsSchema, name: 'RegistryResponse' },
  },
  asynchronous: undefined,
};
