import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from '../../schemas/ebrs/registry-response.ts';
import { decodeSubmitObjectsRequest, encodeSubmitObjectsRequest } from '../../schemas/ebrs/submit-objects.ts';
import type { RegisterDocumentSetRequest, RegisterDocumentSetResponse } from './messages.ts';

/** lcm:SubmitObjectsRequest — ITI TF-2 3.42.4.1.2. */
export const requestCodec: MessageCodec<RegisterDocumentSetRequest> = {
  decode(body) {
    expectBody(body, 'lcm', 'SubmitObjectsRequest');
    return decodeSubmitObjectsRequest(body);
  },
  encode: (request) => ({ body: [encodeSubmitObjectsRequest(request)], parts: [] }),
};

/** rs:RegistryResponse — ITI TF-2 3.42.4.2. */
export const responseCodec: MessageCodec<RegisterDocumentSetResponse> = {
  decode(body) {
    expectBody(body, 'rs', 'RegistryResponse');
    return decodeRegistryResponse(body);
  },
  encode: (response) => ({ body: [encodeRegistryResponse(response)], parts: [] }),
};
