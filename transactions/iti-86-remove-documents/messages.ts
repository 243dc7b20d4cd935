import type { DocumentRequest, RegistryResponse } from '../../schemas/ebrs/messages.ts';

/** rmd:RemoveDocumentsRequest — ITI Supplement RMD 3.86.4.1.2. */
export interface RemoveDocumentsRequest {
  readonly documents: readonly DocumentRequest[];
}

/** rs:RegistryResponse; PartialSuccess when some documents were removed and others not — ITI Supplement RMD 3.86.4.2. */
export type RemoveDocumentsResponse = RegistryResponse;
