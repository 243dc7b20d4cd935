import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from '../../schemas/ebrs/registry-response.ts';
import { decodeRemoveObjectsRequest, encodeRemoveObjectsRequest } from '../../schemas/ebrs/remove-objects.ts';
import type { RemoveMetadataRequest, RemoveMetadataResponse } from './messages.ts';

/** lcm:RemoveObjectsRequest — ITI Supplement RMD 3.62.4.1.2. */
export const requestCodec: MessageCodec<RemoveMetadataRequest> = {
  decode(body) {
    expectBody(body, 'lcm', 'RemoveObjectsRequest');
    return decodeRemoveObjectsRequest(body);
  },
  encode: (request) => ({ body: [encodeRemoveObjectsRequest(request)], parts: [] }),
};

/** rs:RegistryResponse — ITI Supplement RMD 3.62.4.2. */
export const responseCodec: MessageCodec<RemoveMetadataResponse> = {
  decode(body) {
    expectBody(body, 'rs', 'RegistryResponse');
    return decodeRegistryResponse(body);
  },
  encode: (response) => ({ body: [encodeRegistryResponse(response)], parts: [] }),
};
