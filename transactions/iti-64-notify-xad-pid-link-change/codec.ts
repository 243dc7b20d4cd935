import type { Hl7Codec } from '../../runtime/mllp/transaction.ts';
import { field, segmentOf, textOf } from '../../schemas/hl7v2/access.ts';
import { acknowledgmentFrom, acknowledgmentSegments } from '../../schemas/hl7v2/acknowledgment.ts';
import { answerKind, messageHeaderFrom, mshSegment } from '../../schemas/hl7v2/header.ts';
import { type Identifier, identifierFrom, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import type { Hl7Field } from '../../schemas/hl7v2/message.ts';
import type { LinkChangeRequest, LinkChangeResponse } from './messages.ts';

/** ADT^A43^ADT_A43 to a request and back — ITI TF-2 3.64.4.1.2. */
export const requestCodec: Hl7Codec<LinkChangeRequest> = {
  decode(message) {
    const recordedDateTime = textOf(field(message, 'EVN', 2));
    const request: LinkChangeRequest = {
      header: messageHeaderFrom(message),
      ...(recordedDateTime === '' ? {} : { recordedDateTime }),
      identifiers: identifiersFrom(field(message, 'PID', 3)),
      priorIdentifiers: identifiersFrom(field(message, 'MRG', 1)),
    };
    return { message: request, findings: [] };
  },
  encode: ({ header, recordedDateTime, identifiers, priorIdentifiers }) => ({
    segments: [
      mshSegment(header, { type: 'ADT', trigger: 'A43', structure: 'ADT_A43' }),
      segmentOf('EVN', { 2: recordedDateTime }),
      // A name is required by HL7 and none of the registry's business: it is a blank (3.64.4.1.2.3).
      segmentOf('PID', { 3: identifiers.map(repetitionFromIdentifier), 5: ' ' }),
      segmentOf('MRG', { 1: priorIdentifiers.map(repetitionFromIdentifier) }),
    ],
  }),
};

/** ACK to a response and back. */
export const responseCodec: Hl7Codec<LinkChangeResponse> = {
  decode: (message) => ({ message: acknowledgmentFrom(message), findings: [] }),
  encode: (response) => ({
    segments: [
      answerKind({ type: 'ACK', trigger: 'A43', structure: 'ACK' }),
      ...acknowledgmentSegments(response, '2.5'),
    ],
  }),
};

function identifiersFrom(cxs: Hl7Field): Identifier[] {
  return cxs.filter((cx) => cx.length > 0).map(identifierFrom);
}
