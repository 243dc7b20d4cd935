import type { DocumentContent, RegistryResponse, SubmitObjectsRequest } from '../../schemas/ebrs/messages.ts';
import type { Sequence } from '../../schemas/sequence.ts';

/** xds:Document of the request: `id` equals the id of its DocumentEntry. */
export interface ProvidedDocument extends DocumentContent {
  readonly id: string;
}

/**
 * xds:ProvideAndRegisterDocumentSetRequest — ITI TF-2 3.41.4.1.2.
 * `documentIds` lists every xds:Document@id of the root part, in order, so that rules can be checked before any
 * content is read.
 */
export interface ProvideAndRegisterRequest extends SubmitObjectsRequest {
  readonly documentIds: readonly string[];
  readonly documents: Sequence<ProvidedDocument>;
}

/** rs:RegistryResponse — ITI TF-2 3.41.4.2; never a PartialSuccess. */
export type ProvideAndRegisterResponse = RegistryResponse;
