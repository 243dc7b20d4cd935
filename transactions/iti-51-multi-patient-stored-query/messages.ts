import type { QueryRequest } from '../iti-18-registry-stored-query/messages.ts';
import type { MultiPatientQueries, MultiPatientQueryName } from './queries/parameters.ts';

/** One query of ITI-51 with its decoded parameters. */
export type MultiPatientQuery = {
  [Q in MultiPatientQueryName]: { readonly name: Q; readonly parameters: MultiPatientQueries[Q] };
}[MultiPatientQueryName];

/** query:AdhocQueryRequest of ITI-51; the answer is that of ITI-18. */
export type MultiPatientQueryRequest = QueryRequest<MultiPatientQuery>;
