import { SoapFault } from '../../runtime/soap/fault.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import {
  decodeAdhocQueryRequest,
  decodeAdhocQueryResponse,
  encodeAdhocQueryRequest,
  encodeAdhocQueryResponse,
} from '../../schemas/ebrs/adhoc-query.ts';
import { isError } from '../../schemas/rule.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import type { StoredQueryRequest, StoredQueryResponse } from './messages.ts';
import { decodeParameters } from './queries/decode-parameters.ts';
import { type QueryReading, readParameters } from './queries/read-parameters.ts';
import { storedQueryById } from './queries/stored-queries.ts';
import { storedQueryRules } from './rules/rules.ts';

/**
 * query:AdhocQueryRequest — ITI TF-2 3.18.4.1.2. `query` is there exactly when nothing is wrong with the request; all
 * that is wrong is reported at once.
 */
export const requestCodec: MessageCodec<StoredQueryRequest> = {
  decode(body) {
    expectElement(body, 'AdhocQueryRequest');
    const { message, findings } = decodeAdhocQueryRequest(body);
    const queryId = message.queryId.trim();
    const definition = storedQueryById(queryId);
    const parameters = definition === undefined ? [] : readParameters(definition, message.slots);
    const reading: QueryReading = {
      queryId,
      returnType: message.returnType,
      ...(definition === undefined ? {} : { definition }),
      parameters,
    };
    const broken = storedQueryRules.flatMap((rule) =>
      Array.from(rule.check(reading), (violation) => ({ rule, violation })),
    );
    const all = [...findings, ...broken];
    if (definition === undefined || all.some(isError)) return { message, findings: all };
    return { message: { ...message, query: decodeParameters(definition, parameters) }, findings: all };
  },
  encode: (request) => ({ body: [encodeAdhocQueryRequest(request)], parts: [] }),
};

/** query:AdhocQueryResponse — ITI TF-2 3.18.4.1.3. Written object by object; read whole. */
export const responseCodec: MessageCodec<StoredQueryResponse> = {
  decode(body) {
    expectElement(body, 'AdhocQueryResponse');
    return decodeAdhocQueryResponse(body);
  },
  encode: (response) => ({ body: encodeAdhocQueryResponse(response), parts: [] }),
};

function expectElement(body: XmlElement, name: string): void {
  if (body.ns === namespaces.query && body.name === name) return;
  throw new SoapFault('Sender', `The body holds ${body.name} in namespace ${body.ns || 'none'}, not query:${name}.`);
}
