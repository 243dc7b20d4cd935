import type { RegistryError } from '../errors/registry-error.ts';
import type { Submission, Unrecognised } from '../metadata/nouns.ts';
import type { Sequence } from '../sequence.ts';

/** rs:RegistryResponse@status without its two URN prefixes — ITI TF-3 4.2.4.2. */
export type ResponseStatus = 'Success' | 'Failure' | 'PartialSuccess';

/** rs:RegistryResponse, the answer of ITI-41 and ITI-42. */
export interface RegistryResponse {
  readonly status: ResponseStatus;
  readonly errors: readonly RegistryError[];
  readonly requestId?: string;
  /** ResponseSlotList and attributes without meaning here; kept and written back. */
  readonly unrecognised?: Unrecognised;
}

/** lcm:SubmitObjectsRequest — ebRS 3.0 5.1. */
export interface SubmitObjectsRequest {
  readonly submission: Submission;
  /** RequestSlotList, id and comment; kept and written back. */
  readonly unrecognised?: Unrecognised;
}

/** One document of a message: its content is read once, in wire order when received. */
export interface DocumentContent {
  readonly content: AsyncIterable<Uint8Array>;
  /** Octets when known beforehand (a sender that knows can be read faster). */
  readonly size?: number;
}

/** One DocumentRequest of ITI-43 and RAD-69. */
export interface DocumentRequest {
  readonly homeCommunityId?: string;
  readonly repositoryUniqueId: string;
  readonly documentUniqueId: string;
}

/** One DocumentResponse of ITI-43 and RAD-69. */
export interface DocumentResponse extends DocumentRequest, DocumentContent {
  readonly newRepositoryUniqueId?: string;
  readonly newDocumentUniqueId?: string;
  readonly mimeType: string;
}

/** xds:RetrieveDocumentSetResponse. To be sent: an array. Received: read once, in wire order. */
export interface RetrieveDocumentSetResponse extends RegistryResponse {
  readonly documents: Sequence<DocumentResponse>;
}
