import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import {
  type AdhocQueryRequest,
  decodeAdhocQueryRequest,
  decodeAdhocQueryResponse,
  encodeAdhocQueryRequest,
  encodeAdhocQueryResponse,
} from '../../schemas/ebrs/adhoc-query.ts';
import { isError } from '../../schemas/rule.ts';
import type { QueryRequest, StoredQueryRequest, StoredQueryResponse } from './messages.ts';
import { decodeParameters } from './queries/decode-parameters.ts';
import type { AnyQueryDefinition } from './queries/definition.ts';
import { type QueryReading, readParameters } from './queries/read-parameters.ts';
import { byTheLetter, type Reading } from './queries/reading.ts';
import { definitionById, storedQueries } from './queries/stored-queries.ts';
import { queryRules } from './rules/rules.ts';

/**
 * query:AdhocQueryRequest for the queries of one transaction — ITI TF-2 3.18.4.1.2. `query` is there exactly when nothing
 * is wrong with the request; all that is wrong is reported at once.
 */
export function queryCodec<Query>(
  definitions: readonly AnyQueryDefinition[],
  reading: Reading = byTheLetter,
): MessageCodec<QueryRequest<Query>> {
  const rules = queryRules(reading);
  return {
    decode(body) {
      expectBody(body, 'query', 'AdhocQueryRequest');
      const { message, findings } = decodeAdhocQueryRequest(body);
      const read = readQuery(message, definitions, reading);
      const { definition, parameters } = read;
      const broken = rules.flatMap((rule) => Array.from(rule.check(read), (violation) => ({ rule, violation })));
      const all = [...findings, ...broken];
      if (definition === undefined || all.some(isError)) return { message, findings: all };
      return { message: { ...message, query: decodeParameters<Query>(definition, parameters) }, findings: all };
    },
    encode: (request) => ({ body: [encodeAdhocQueryRequest(request)], parts: [] }),
  };
}

function readQuery(
  message: AdhocQueryRequest,
  definitions: readonly AnyQueryDefinition[],
  reading: Reading,
): QueryReading {
  const queryId = message.queryId.trim();
  const definition = definitionById(definitions, queryId);
  return {
    queryId,
    returnType: message.returnType,
    ...(definition === undefined ? {} : { definition }),
    parameters: definition === undefined ? [] : readParameters(definition, message.slots, reading),
    otherNames: message.slots.map(({ name }) => name).filter((name) => !name.startsWith('$')),
  };
}

/** The request of ITI-18, read as an operator wants it. */
export const storedQueryCodec = (reading: Reading): MessageCodec<StoredQueryRequest> =>
  queryCodec(Object.values(storedQueries), reading);

/** The request of ITI-18, read by the letter. */
export const requestCodec = storedQueryCodec(byTheLetter);

/** query:AdhocQueryResponse — ITI TF-2 3.18.4.1.3. Written object by object; read whole. */
export const responseCodec: MessageCodec<StoredQueryResponse> = {
  decode(body) {
    expectBody(body, 'query', 'AdhocQueryResponse');
    return decodeAdhocQueryResponse(body);
  },
  encode: (response) => ({ body: encodeAdhocQueryResponse(response), parts: [] }),
};
