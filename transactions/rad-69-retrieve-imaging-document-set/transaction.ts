import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { radTf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { xdsSchema } from '../../schemas/xsd/xds.ts';
import { xdsiSchema } from '../../schemas/xsd/xdsi.ts';
import { describeRetrieveImaging } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { RetrieveDocumentSetResponse, RetrieveImagingDocumentSetRequest } from './messages.ts';
import { instanceRequested } from './rules/instance-requested.ts';
import { seriesInstanceUidPresent } from './rules/series-instance-uid-present.ts';
import { studyInstanceUidPresent } from './rules/study-instance-uid-present.ts';
import { transferSyntaxListed } from './rules/transfer-syntax-listed.ts';

/**
 * Retrieve Imaging Document Set, from an Imaging Document Consumer to an Imaging Document Source — RAD TF-2 4.69.
 *
 * The answer is that of ITI-43, its action included. That each DocumentRequest names a source and an instance is found
 * while decoding.
 */
export const retrieveImagingDocumentSet: SoapTransaction<
  RetrieveImagingDocumentSetRequest,
  RetrieveDocumentSetResponse
> = {
  kind: 'soap',
  id: 'RAD-69',
  name: 'Retrieve Imaging Document Set',
  source: radTf2('4.69'),
  action: {
    request: 'urn:ihe:rad:2009:RetrieveImagingDocumentSet',
    response: 'urn:ihe:iti:2007:RetrieveDocumentSetResponse',
  },
  packaging: 'mtom',
  request: requestCodec,
  response: responseCodec,
  rules: [instanceRequested, studyInstanceUidPresent, seriesInstanceUidPresent, transferSyntaxListed],
  refuse: (errors) => ({ status: 'Failure', errors, documents: [] }),
  codes: { internal: 'XDSRepositoryError', busy: 'XDSRepositoryBusy' },
  audit: describeRetrieveImaging,
  wsdl: {
    targetNamespace: namespaces.xdsi,
    actor: 'ImagingDocumentSource',
    operation: 'RetrieveImagingDocumentSet',
    request: { schema: xdsiSchema, name: 'RetrieveImagingDocumentSetRequest' },
    response: { schema: xdsSchema, name: 'RetrieveDocumentSetResponse' },
  },
};
