import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { lcmSchema } from '../../schemas/xsd/lcm.ts';
import { rsSchema } from '../../schemas/xsd/rs.ts';
import { describeRegister } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { RegisterDocumentSetRequest, RegisterDocumentSetResponse } from './messages.ts';

/**
 * Register Document Set-b, from a Document Repository to a Document Registry — ITI TF-2 3.42.
 *
 * `rules` is empty: which attributes a submission needs depends on who receives it, so the registry applies
 * schemas/metadata/rules itself, with its column of the optionality table and its value sets.
 */
export const registerDocumentSet: SoapTransaction<RegisterDocumentSetRequest, RegisterDocumentSetResponse> = {
  kind: 'soap',
  id: 'ITI-42',
  name: 'Register Document Set-b',
  source: tf2('3.42'),
  action: {
    request: 'urn:ihe:iti:2007:RegisterDocumentSet-b',
    response: 'urn:ihe:iti:2007:RegisterDocumentSet-bResponse',
  },
  packaging: 'simple',
  request: requestCodec,
  response: responseCodec,
  rules: [],
  refuse: (errors) => ({ status: 'Failure', errors }),
  codes: { internal: 'XDSRegistryError', busy: 'XDSRegistryBusy' },
  audit: describeRegister,
  wsdl: {
    targetNamespace: namespaces.xds,
    actor: 'DocumentRegistry',
    operation: 'RegisterDocumentSet-b',
    request: { schema: lcmSchema, name: 'SubmitObjectsRequest' },
    response: { schema: rsSchema, name: 'RegistryResponse' },
  },
  asynchronous: { repeatable: false },
};
