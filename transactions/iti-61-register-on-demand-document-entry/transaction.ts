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
import { describeRegisterOnDemand } from './audit.ts';

/**
 * Register On-Demand Document Entry, from an On-Demand Document Source to a Document Registry — ITI TF-2 3.61: ITI-42
 * with entries whose documents are made when they are asked for, so without creationTime, hash and size.
 *
 * The action of the response lacks the word Entry in the framework and its WSDL; some senders add it, and it is read.
 */
export const registerOnDemandDocumentEntry: SoapTransaction<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = {
  ...registerDocumentSet,
  id: 'ITI-61',
  name: 'Register On-Demand Document Entry',
  source: tf2('3.61'),
  action: {
    request: 'urn:ihe:iti:2010:RegisterOnDemandDocumentEntry',
    response: 'urn:ihe:iti:2010:RegisterOnDemandDocumentResponse',
    accept: ['urn:ihe:iti:2010:RegisterOnDemandDocumentEntryResponse'],
  },
  audit: describeRegisterOnDemand,
  wsdl: {
    targetNamespace: namespaces.xds,
    actor: 'DocumentRegistry',
    operation: 'RegisterOnDemandDocumentEntry',
    request: { schema: lcmSchema, name: 'SubmitObjectsRequest' },
    response: { schema: rsSchema, name: 'RegistryResponse' },
  },
};
