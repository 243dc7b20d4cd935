import { SoapFault } from '../../runtime/soap/fault.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from '../../schemas/ebrs/registry-response.ts';
import { decodeSubmitObjectsRequest, encodeSubmitObjectsRequest } from '../../schemas/ebrs/submit-objects.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import type { RegisterDocumentSetRequest, RegisterDocumentSetResponse } from './messages.ts';

/** lcm:SubmitObjectsRequest — ITI TF-2 3.42.4.1.2. */
export const requestCodec: MessageCodec<RegisterDocumentSetRequest> = {
  decode(body) {
    expectElement(body, 'lcm', 'SubmitObjectsRequest');
    return decodeSubmitObjectsRequest(body);
  },
  encode: (request) => ({ body: [encodeSubmitObjectsRequest(request)], parts: [] }),
};

/** rs:RegistryResponse — ITI TF-2 3.42.4.2. */
export const responseCodec: MessageCodec<RegisterDocumentSetResponse> = {
  decode(body) {
    expectElement(body, 'rs', 'RegistryResponse');
    return decodeRegistryResponse(body);
  },
  encode: (response) => ({ body: [encodeRegistryResponse(response)], parts: [] }),
};

function expectElement(body: XmlElement, prefix: 'lcm' | 'rs', name: string): void {
  if (body.ns === namespaces[prefix] && body.name === name) return;
  throw new SoapFault(
    'Sender',
    `The body holds ${body.name} in namespace ${body.ns || 'none'}, not ${prefix}:${name}.`,
  );
}
