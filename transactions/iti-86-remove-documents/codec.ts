import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from '../../schemas/ebrs/registry-response.ts';
import { decodeDocumentRequests, encodeDocumentRequests } from '../../schemas/ebrs/retrieve-document-set.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { RemoveDocumentsRequest, RemoveDocumentsResponse } from './messages.ts';

/** rmd:RemoveDocumentsRequest: DocumentRequests as in ITI-43, in their namespace — ITI Supplement RMD 3.86.4.1.2. */
export const requestCodec: MessageCodec<RemoveDocumentsRequest> = {
  decode(body) {
    expectBody(body, 'rmd', 'RemoveDocumentsRequest');
    const { message: documents, findings } = decodeDocumentRequests(body);
    return { message: { documents }, findings };
  },
  encode: ({ documents }) => ({
    body: [
      `<rmd:RemoveDocumentsRequest xmlns:rmd="${namespaces.rmd}" xmlns:xds="${namespaces.xds}">`,
      `${encodeDocumentRequests(documents)}</rmd:RemoveDocumentsRequest>`,
    ],
    parts: [],
  }),
};

/** rs:RegistryResponse — ITI Supplement RMD 3.86.4.2. */
export const responseCodec: MessageCodec<RemoveDocumentsResponse> = {
  decode(body) {
    expectBody(body, 'rs', 'RegistryResponse');
    return decodeRegistryResponse(body);
  },
  encode: (response) => ({ body: [encodeRegistryResponse(response)], parts: [] }),
};
