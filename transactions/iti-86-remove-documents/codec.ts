import { SoapFault } from '../../runtime/soap/fault.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from '../../schemas/ebrs/registry-response.ts';
import { decodeDocumentRequests, encodeDocumentRequests } from '../../schemas/ebrs/retrieve-document-set.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import type { RemoveDocumentsRequest, RemoveDocumentsResponse } from './messages.ts';

/** rmd:RemoveDocumentsRequest: DocumentRequests as in ITI-43, in their namespace — ITI Supplement RMD 3.86.4.1.2. */
export const requestCodec: MessageCodec<RemoveDocumentsRequest> = {
  decode(body) {
    expectElement(body, 'rmd', 'RemoveDocumentsRequest');
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
    expectElement(body, 'rs', 'RegistryResponse');
    return decodeRegistryResponse(body);
  },
  encode: (response) => ({ body: [encodeRegistryResponse(response)], parts: [] }),
};

function expectElement(body: XmlElement, prefix: 'rmd' | 'rs', name: string): void {
  if (body.ns === namespaces[prefix] && body.name === name) return;
  throw new SoapFault(
    'Sender',
    `The body holds ${body.name} in namespace ${body.ns || 'none'}, not ${prefix}:${name}.`,
  );
}
