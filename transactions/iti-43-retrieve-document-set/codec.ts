import { SoapFault } from '../../runtime/soap/fault.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import {
  decodeRetrieveDocumentSetRequest,
  decodeRetrieveDocumentSetResponse,
  encodeRetrieveDocumentSetRequest,
  encodeRetrieveDocumentSetResponse,
} from '../../schemas/ebrs/retrieve-document-set.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import type { RetrieveDocumentSetRequest, RetrieveDocumentSetResponse } from './messages.ts';

/** xds:RetrieveDocumentSetRequest — ITI TF-2 3.43.4.1.2. */
export const requestCodec: MessageCodec<RetrieveDocumentSetRequest> = {
  decode(body) {
    expectElement(body, 'RetrieveDocumentSetRequest');
    return decodeRetrieveDocumentSetRequest(body);
  },
  encode: (request) => ({ body: [encodeRetrieveDocumentSetRequest(request)], parts: [] }),
};

/** xds:RetrieveDocumentSetResponse — ITI TF-2 3.43.5. `documents` is read once, in wire order. */
export const responseCodec: MessageCodec<RetrieveDocumentSetResponse> = {
  decode(body, parts) {
    expectElement(body, 'RetrieveDocumentSetResponse');
    return decodeRetrieveDocumentSetResponse(body, parts);
  },
  encode: encodeRetrieveDocumentSetResponse,
};

function expectElement(body: XmlElement, name: string): void {
  if (body.ns === namespaces.xds && body.name === name) return;
  throw new SoapFault('Sender', `The body holds ${body.name} in namespace ${body.ns || 'none'}, not xds:${name}.`);
}
