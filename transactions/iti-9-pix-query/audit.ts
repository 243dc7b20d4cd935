import type { DescribeAudit } from '../../runtime/transaction.ts';
import { auditEvent, eventIds, iheTransaction, patientObject, queryObject } from '../../schemas/audit/describe.ts';
import { acknowledgedOutcome, partiesOf } from '../../schemas/hl7v2/audit.ts';
import { formatHl7Text } from '../../schemas/hl7v2/format.ts';
import { type Identifier, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import { requestCodec } from './codec.ts';
import type { PixQueryRequest, PixQueryResponse } from './messages.ts';

const eventType = iheTransaction('ITI-9', 'PIX Query');

/**
 * The audit event of one query, the same on both sides — ITI TF-2 3.9.5.1: one patient object for the asked identifier
 * and for each one that was answered, and the whole query message.
 */
export const describeAudit: DescribeAudit<PixQueryRequest, PixQueryResponse> = (exchange) => {
  const { request, outcome } = exchange;
  if (request === undefined) return [];
  const found = 'response' in outcome ? outcome.response.identifiers : [];
  const detail = { type: 'MSH-10', value: request.header.controlId };
  const query = formatHl7Text(request.original ?? requestCodec.encode(request));
  return [
    auditEvent(exchange, {
      eventId: eventIds.query,
      eventType,
      action: 'E',
      outcome: acknowledgedOutcome(exchange),
      participants: partiesOf(request.header),
      objects: [
        ...[request.identifier, ...found].map((identifier) => patientObject(cxText(identifier), [detail])),
        queryObject({ id: request.queryTag, idType: eventType, query, details: [detail] }),
      ],
    }),
  ];
};

function cxText(identifier: Identifier): string {
  return repetitionFromIdentifier(identifier)
    .map((component) => component.join('&'))
    .join('^');
}
