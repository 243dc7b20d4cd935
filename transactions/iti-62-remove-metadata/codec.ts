import { SoapFault } from '../../runtime/soap/fault.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from '../../schemas/ebrs/registry-response.ts';
import { decodeRemoveObjectsRequest, encodeRemoveObjectsRequest } from '../../schemas/ebrs/remove-objects.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import type { RemoveMetadataRequest, RemoveMetadataResponse } from './messages.ts';

/** lcm:RemoveObjectsRequest — ITI Supplement RMD 3.62.4.1.2. */
export const requestCodec: MessageCodec<RemoveMetadataRequest> = {
  decode(body) {
    expectElement(body, 'lcm', 'RemoveObjectsRequest');
    return decodeRemoveObjectsRequest(body);
  },
  encode: (request) => ({ body: [encodeRemoveObjectsRequest(request)], parts: [] }),
};

/** rs:RegistryResponse — ITI Supplement RMD 3.62.4.2. */
export const responseCodec: MessageCodec<RemoveMetadataResponse> = {
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
