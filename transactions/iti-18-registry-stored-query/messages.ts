import type { AdhocQueryRequest } from '../../schemas/ebrs/adhoc-query.ts';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { ObjectRef, RegistryObject } from '../../schemas/metadata/nouns.ts';
import type { Sequence } from '../../schemas/sequence.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import type { StoredQueries, StoredQueryName } from './queries/parameters.ts';

/** One stored query with its decoded parameters — ITI TF-2 3.18.4.1.2. */
export type StoredQuery = {
  [Q in StoredQueryName]: { readonly name: Q; readonly parameters: StoredQueries[Q] };
}[StoredQueryName];

/**
 * query:AdhocQueryRequest, asking one of the queries `Query` — ITI-18's own or those of a transaction that is defined by
 * it. `queryId` and `slots` are what is on the wire, unknown parameters included, and are what is
 * written; `query` is what they mean. `returnType` is `LeafClass` or `ObjectRef`; anything else is a finding.
 */
export interface QueryRequest<Query> extends AdhocQueryRequest {
  /** Undefined when the query id is unknown or its parameters cannot be read (a finding says why). */
  readonly query?: Query;
}

/** The request of ITI-18. */
export type StoredQueryRequest = QueryRequest<StoredQuery>;

/** An object as the registry keeps it: its ebRIM text, ready to be sent. Never the result of decoding. */
export interface RenderedObject {
  readonly kind: 'rendered';
  readonly ebrim: string;
}

/** Anything a RegistryObjectList of an answer may hold. */
export type ResultObject = RegistryObject | ObjectRef | RenderedObject;

/** query:AdhocQueryResponse. Received: an array. */
export interface StoredQueryResponse extends RegistryResponse {
  readonly objects: Sequence<ResultObject>;
  /** Elements of a received RegistryObjectList that are no object of XDS; written back. */
  readonly unrecognisedObjects?: readonly XmlElement[];
}
