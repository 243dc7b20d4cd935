import type { Hl7Codec } from '../../runtime/mllp/transaction.ts';
import { field, fieldOf, isNull, segmentNamed, segmentOf, textOf } from '../../schemas/hl7v2/access.ts';
import { acknowledgmentFrom, acknowledgmentSegments } from '../../schemas/hl7v2/acknowledgment.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { answerKind, messageHeaderFrom, messageTypeFrom, mshSegment } from '../../schemas/hl7v2/header.ts';
import { type Identifier, identifierFrom, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import type { Hl7Field, Hl7Message } from '../../schemas/hl7v2/message.ts';
import { personNameFrom, repetitionFromPersonName } from '../../schemas/hl7v2/person.ts';
import type { Finding, RuleText } from '../../schemas/rule.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { demographicsFrom, pidFieldsFrom } from './demographic-fields.ts';
import type { FeedTrigger, PatientIdentityFeedRequest, PatientIdentityFeedResponse, PatientMerge } from './messages.ts';

const segmentsPresent: RuleText<Hl7ErrorCode> = {
  id: 'feed-segments-present',
  source: tf2('3.8.4.1.2'),
  statement: 'A feed message has a PID segment, and an A40 an MRG segment as well.',
  code: '100',
};

const eventTypeAgrees: RuleText<Hl7ErrorCode> = {
  id: 'feed-event-type-agrees',
  source: tf2('3.8.4.1.2.2'),
  statement: 'EVN-1, when present, equals the trigger event of MSH-9.',
  code: '102',
};

/** ADT^A01, A04, A05, A08, A40 to a request and back — ITI TF-2 3.8.4.1.2 and 3.8.4.2.2. */
export const requestCodec: Hl7Codec<PatientIdentityFeedRequest> = {
  decode(message) {
    const trigger = messageTypeFrom(message).trigger as FeedTrigger;
    const patient = {
      identifiers: identifiersFrom(field(message, 'PID', 3)),
      ...demographicsFrom(segmentNamed(message, 'PID')),
    };
    const recordedDateTime = textOf(field(message, 'EVN', 2));
    const patientClass = textOf(field(message, 'PV1', 2));
    const request: PatientIdentityFeedRequest = {
      header: messageHeaderFrom(message),
      trigger,
      patient,
      ...(recordedDateTime === '' ? {} : { recordedDateTime }),
      ...(patientClass === '' ? {} : { patientClass }),
      ...(trigger === 'A40' ? { merge: mergeFrom(message) } : {}),
    };
    return { message: request, findings: findingsOn(message, trigger) };
  },
  encode({ header, trigger, recordedDateTime, patient, patientClass, merge }) {
    const structure = trigger === 'A40' ? 'ADT_A39' : 'ADT_A01';
    const mrg = merge === undefined ? [] : [mrgSegment(merge)];
    const visit = segmentOf('PV1', { 2: patientClass });
    return {
      segments: [
        mshSegment(header, { type: 'ADT', trigger, structure }),
        segmentOf('EVN', { 1: trigger, 2: recordedDateTime }),
        segmentOf('PID', { ...pidFieldsFrom(patient), 3: patient.identifiers.map(repetitionFromIdentifier) }),
        ...mrg,
        ...(patientClass === undefined ? [] : [visit]),
      ],
    };
  },
};

/** ACK to a response and back — ITI TF-2 3.8.4.1.3; errors are written in the 2.3.1 and the 2.5 form. */
export const responseCodec: Hl7Codec<PatientIdentityFeedResponse> = {
  decode: (message) => ({
    message: { ...acknowledgmentFrom(message), trigger: messageTypeFrom(message).trigger },
    findings: [],
  }),
  encode: (response) => ({
    segments: [
      answerKind({ type: 'ACK', trigger: response.trigger, structure: response.trigger === '' ? '' : 'ACK' }),
      ...acknowledgmentSegments(response, 'both'),
    ],
  }),
};

function findingsOn(message: Hl7Message, trigger: string): Finding<Hl7ErrorCode>[] {
  const needed = trigger === 'A40' ? ['PID', 'MRG'] : ['PID'];
  const missing = needed.filter((name) => segmentNamed(message, name) === undefined);
  const eventType = textOf(field(message, 'EVN', 1));
  return [
    ...missing.map((name) => ({ rule: segmentsPresent, violation: { at: name, found: 'nothing' } })),
    ...(eventType === '' || eventType === trigger
      ? []
      : [{ rule: eventTypeAgrees, violation: { at: 'EVN^1^1', found: eventType } }]),
  ];
}

function mergeFrom(message: Hl7Message): PatientMerge {
  const mrg = segmentNamed(message, 'MRG');
  const names = fieldOf(mrg, 7);
  return {
    priorIdentifiers: identifiersFrom(fieldOf(mrg, 1)),
    ...(names.length === 0 ? {} : { priorNames: isNull(names) ? null : names.map(personNameFrom) }),
  };
}

function mrgSegment(merge: PatientMerge) {
  return segmentOf('MRG', {
    1: merge.priorIdentifiers.map(repetitionFromIdentifier),
    7: merge.priorNames === null ? '""' : merge.priorNames?.map(repetitionFromPersonName),
  });
}

function identifiersFrom(cxs: Hl7Field): Identifier[] {
  return cxs.filter((cx) => cx.length > 0).map(identifierFrom);
}
