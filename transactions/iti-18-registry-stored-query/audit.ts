import type { DescribeAudit } from '../../runtime/transaction.ts';
import type { AuditCode } from '../../schemas/audit/audit-event.ts';
import {
  auditEvent,
  detail,
  eventIds,
  iheTransaction,
  patientObject,
  queryObject,
} from '../../schemas/audit/describe.ts';
import { outcomesOf } from '../../schemas/audit/outcome.ts';
import { encodeAdhocQueryRequest } from '../../schemas/ebrs/adhoc-query.ts';
import type { QueryRequest, StoredQueryResponse } from './messages.ts';
import { patientIdsOf } from './queries/patient-ids.ts';

/**
 * A query event on both sides under the EventTypeCode given — ITI TF-2 3.18.5.1: the patients the query names, and the
 * query with its whole request. A PartialSuccess gives two events, a success and a failure.
 */
export function describeStoredQueryAs(eventType: AuditCode): DescribeAudit<AuditedRequest, StoredQueryResponse> {
  return (exchange) => {
    const { request } = exchange;
    const objects =
      request === undefined
        ? []
        : [...patientIdsOf(request.query).map((id) => patientObject(id)), queryOf(request, eventType)];
    return outcomesOf(exchange).map((outcome) =>
      auditEvent(exchange, { eventId: eventIds.query, eventType, action: 'E', outcome, objects }),
    );
  };
}

/** What both sides of ITI-18 record — ITI TF-2 3.18.5.1. */
export const describeStoredQuery = describeStoredQueryAs(iheTransaction('ITI-18', 'Registry Stored Query'));

/** A request of ITI-18 or of a transaction defined by it. */
type AuditedRequest = QueryRequest<{ readonly parameters: object }>;

function queryOf(request: AuditedRequest, idType: AuditCode) {
  const details = [
    { type: 'QueryEncoding', value: 'UTF-8' },
    ...detail('urn:ihe:iti:xca:2010:homeCommunityId', request.homeCommunityId),
  ];
  return queryObject({ id: request.queryId, idType, query: encodeAdhocQueryRequest(request), details });
}
