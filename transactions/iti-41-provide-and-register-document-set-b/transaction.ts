import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { rsSchema } from '../../schemas/xsd/rs.ts';
import { xdsSchema } from '../../schemas/xsd/xds.ts';
import { describeProvideAndRegister } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { ProvideAndRegisterRequest, ProvideAndRegisterResponse } from './messages.ts';
import { documentIdsUnique } from './rules/document-ids-unique.ts';
import { documentMetadataPresent } from './rules/document-metadata-present.ts';
import { documentPresent } from './rules/document-present.ts';
import { uniqueIdsDistinct } from './rules/unique-ids-distinct.ts';

/** Provide and Register Document Set-b, from a Document Source to a Document Repository — ITI TF-2 3.41. */
export const provideAndRegisterDocumentSet: SoapTransaction<ProvideAndRegisterRequest, ProvideAndRegisterResponse> = {
  kind: 'soap',
  id: 'ITI-41',
  name: 'Provide and Register Document Set-b',
  source: tf2('3.41'),
  action: {
    request: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
    response: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse',
  },
  packaging: 'mtom',
  request: requestCodec,
  response: responseCodec,
  rules: [documentIdsUnique, documentPresent, documentMetadataPresent, uniqueIdsDistinct],
  refuse: (errors) => ({ status: 'Failure', errors }),
  codes: { internal: 'XDSRepositoryError', busy: 'XDSRepositoryBusy' },
  audit: describeProvideAndRegister,
  wsdl: {
    targetNamespace: namespaces.xds,
    actor: 'DocumentRepository',
    operation: 'ProvideAndRegisterDocumentSet-b',
    request: { schema: xdsSchema, name: 'ProvideAndRegisterDocumentSetRequest' },
    response: { schema: rsSchema, name: 'RegistryResponse' },
  },
  asynchronous: { repeatable: false },
};
