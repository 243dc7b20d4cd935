import type { DocumentRequest, RetrieveDocumentSetResponse } from '../../schemas/ebrs/messages.ts';

/** xds:RetrieveDocumentSetRequest — ITI TF-2 3.43.4.1.2. */
export interface RetrieveDocumentSetRequest {
  readonly documents: readonly DocumentRequest[];
}
export type { RetrieveDocumentSetResponse };
