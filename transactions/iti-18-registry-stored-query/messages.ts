import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { ObjectRef, RegistryObject } from '../../schemas/metadata/nouns.ts';
import type { Sequence } from '../../schemas/sequence.ts';
import type { StoredQueries, StoredQueryName } from './queries/parameters.ts';

/** One stored query with its decoded parameters — ITI TF-2 3.18.4.1.2. */
export type StoredQuery = {
  [Q in StoredQueryName]: { readonly name: Q; readonly parameters: StoredQueries[Q] };
}[StoredQueryName];

/** query:AdhocQueryRequest. */
export interface StoredQueryRequest {
  /** Undefined when the query id is unknown or its parameters cannot be read (a finding says why). */
  readonly query?: StoredQuery;
  /** AdhocQuery@id as received: `urn:uuid:…`. */
  readonly queryId: string;
  /** `LeafClass` or `ObjectRef`; anything else is a finding. */
  readonly returnType: string;
  readonly returnComposedObjects?: boolean;
  /** AdhocQuery@home. */
  readonly homeCommunityId?: string;
  /** The slots as received, so that nothing unknown is lost on re-encoding. */
  readonly slots: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** An object as the registry keeps it: its ebRIM text, ready to be sent. Never the result of decoding. */
export interface RenderedObject {
  readonly kind: 'rendered';
  readonly ebrim: string;
}

export type ResultObject = RegistryObject | ObjectRef | RenderedObject;

/** query:AdhocQueryResponse. Received: an array. */
export interface StoredQueryResponse extends RegistryResponse {
  readonly objects: Sequence<ResultObject>;
}
