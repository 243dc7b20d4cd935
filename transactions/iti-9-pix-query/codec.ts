import type { Hl7Codec } from '../../runtime/mllp/transaction.ts';
import { field, segmentNamed, segmentOf, textOf } from '../../schemas/hl7v2/access.ts';
import { acknowledgmentFrom, acknowledgmentSegments } from '../../schemas/hl7v2/acknowledgment.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { answerKind, messageHeaderFrom, mshSegment } from '../../schemas/hl7v2/header.ts';
import { identifierFrom, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import type { Hl7Field, Hl7Message, Hl7Segment } from '../../schemas/hl7v2/message.ts';
import type { Finding, RuleText } from '../../schemas/rule.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import type { PixQueryRequest, PixQueryResponse } from './messages.ts';

const queryName = 'IHE PIX Query';

const segmentsPresent: RuleText<Hl7ErrorCode> = {
  id: 'pix-query-segments-present',
  source: tf2('3.9.4.1.2'),
  statement: 'A PIX Query has a QPD and an RCP segment.',
  code: '100',
};

/** QBP^Q23^QBP_Q21 to a request and back — ITI TF-2 3.9.4.1.2. */
export const requestCodec: Hl7Codec<PixQueryRequest> = {
  decode(message) {
    const priority = textOf(field(message, 'RCP', 1));
    const request: PixQueryRequest = {
      header: messageHeaderFrom(message),
      queryTag: textOf(field(message, 'QPD', 2)),
      identifier: identifierFrom(field(message, 'QPD', 3)[0] ?? []),
      domains: field(message, 'QPD', 4).map((domain) => identifierFrom(domain).authority),
      ...(priority === '' ? {} : { priority }),
      original: message,
    };
    return { message: request, findings: missingSegments(message) };
  },
  encode: (request) => ({
    segments: [
      mshSegment(request.header, { type: 'QBP', trigger: 'Q23', structure: 'QBP_Q21' }),
      queryDefinition(request),
      segmentOf('RCP', { 1: request.priority ?? 'I' }),
    ],
  }),
};

/** RSP^K23^RSP_K23 to a response and back — ITI TF-2 3.9.4.2.2. */
export const responseCodec: Hl7Codec<PixQueryResponse> = {
  decode(message) {
    const status = textOf(field(message, 'QAK', 2));
    const response: PixQueryResponse = {
      ...acknowledgmentFrom(message),
      queryTag: textOf(field(message, 'QAK', 1)),
      status: status === 'OK' || status === 'NF' ? status : 'AE',
      query: segmentNamed(message, 'QPD') ?? { name: 'QPD', fields: [] },
      identifiers: field(message, 'PID', 3)
        .filter((cx) => cx.length > 0)
        .map(identifierFrom),
    };
    return { message: response, findings: [] };
  },
  encode: (response) => ({
    segments: [
      answerKind({ type: 'RSP', trigger: 'K23', structure: 'RSP_K23' }),
      ...acknowledgmentSegments(response, '2.5'),
      segmentOf('QAK', { 1: response.queryTag, 2: response.status }),
      response.query,
      ...(response.identifiers.length === 0 ? [] : [patientSegment(response)]),
    ],
  }),
};

/** QPD as it came, or made from the request. */
export function queryDefinition(request: PixQueryRequest): Hl7Segment {
  const received = request.original === undefined ? undefined : segmentNamed(request.original, 'QPD');
  if (received !== undefined) return received;
  return segmentOf('QPD', {
    1: queryName,
    2: request.queryTag,
    3: [repetitionFromIdentifier(request.identifier)],
    4: request.domains.map((authority) => repetitionFromIdentifier({ id: '', authority })),
  });
}

/** PID-5 is two repetitions: an empty name, and one that only says that it stands in for a name — 3.9.4.2.2.6. */
const standInName: Hl7Field = [[], [[], [], [], [], [], [], ['S']]];

function patientSegment(response: PixQueryResponse): Hl7Segment {
  return segmentOf('PID', { 3: response.identifiers.map(repetitionFromIdentifier), 5: standInName });
}

function missingSegments(message: Hl7Message): Finding<Hl7ErrorCode>[] {
  return ['QPD', 'RCP']
    .filter((name) => segmentNamed(message, name) === undefined)
    .map((name) => ({ rule: segmentsPresent, violation: { at: name, found: 'nothing' } }));
}
