import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import {
  decodeRetrieveDocumentSetRequest,
  decodeRetrieveDocumentSetResponse,
  encodeRetrieveDocumentSetRequest,
  encodeRetrieveDocumentSetResponse,
} from '../../schemas/ebrs/retrieve-document-set.ts';
import type { RetrieveDocumentSetRequest, RetrieveDocumentSetResponse } from './messages.ts';

/** xds:RetrieveDocumentSetRequest — ITI TF-2 3.43.4.1.2. */
export const requestCodec: MessageCodec<RetrieveDocumentSetRequest> = {
  decode(body) {
    expectBody(body, 'xds', 'RetrieveDocumentSetRequest');
    return decodeRetrieveDocumentSetRequest(body);
  },
  encode: (request) => ({ body: [encodeRetrieveDocumentSetRequest(request)], parts: [] }),
};

/** xds:RetrieveDocumentSetResponse — ITI TF-2 3.43.5. `documents` is read once, in wire order. */
export const responseCodec: MessageCodec<RetrieveDocumentSetResponse> = {
  decode(body, parts) {
    expectBody(body, 'xds', 'RetrieveDocumentSetResponse');
    return decodeRetrieveDocumentSetResponse(body, parts);
  },
  encode: encodeRetrieveDocumentSetResponse,
};
