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
import { describeRestrictedUpdate } from './audit.ts';

/**
 * Restricted Update Document Set, from an Update Initiator to an Update Responder in the same or another community — ITI
 * TF-2 3.92. The messages are those of ITI-42; the homeCommunityId of the SubmissionSet and of the entries names the
 * community that is meant.
 */
export const restrictedUpdateDocumentSet: SoapTransaction<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = {
  ...registerDocumentSet,
  id: 'ITI-92',
  name: 'Restricted Update Document Set',
  source: tf2('3.92'),
  action: {
    request: 'urn:ihe:iti:2018:RestrictedUpdateDocumentSet',
    response: 'urn:ihe:iti:2018:RestrictedUpdateDocumentSetResponse',
  },
  audit: describeRestrictedUpdate,
  wsdl: {
    targetNamespace: namespaces.rmu,
    actor: 'UpdateResponder',
    operation: 'RestrictedUpdateDocumentSet',
    request: { schema: lcmSchema, name: 'SubmitObjectsRequest' },
    response: { schema: rsSchema, name: 'RegistryResponse' },
  },
  asynchronous: undefined,
};
