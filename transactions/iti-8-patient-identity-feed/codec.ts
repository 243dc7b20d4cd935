import type { Hl7Codec } from '../../runtime/mllp/transaction.ts';
import { field, fieldOf, segmentNamed, segmentOf, textOf } from '../../schemas/hl7v2/access.ts';
import { acknowledgmentFrom, acknowledgmentSegments } from '../../schemas/hl7v2/acknowledgment.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { answerKind, messageHeaderFrom, messageTypeFrom, mshSegment } from '../../schemas/hl7v2/header.ts';
import { type Identifier, identifierFrom, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import type { Hl7Field, Hl7Message } from '../../schemas/hl7v2/message.ts';
import type { Finding, RuleText } from '../../schemas/rule.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { demographicsFrom, fieldSaying, pidFieldsFrom, priorNames, saidIn } from './demographic-fields.ts';
import type { FeedTrigger, PatientIdentityFeedRequest, PatientIdentityFeedResponse, PatientMerge } from './messages.ts';

const segmentsPresent: RuleText<Hl7ErrorCode> = {
  id: 'feed-segments-present',
  source: tf2('3.8.4.1.2'),
  statement: 'A feed message has a PID segment, and an A40 an MRG segment as well.',
  code: '100',
};

const onePatient: RuleText<Hl7ErrorCode> = {
  id: 'feed-one-patient',
  source: tf2('3.8.4.2.2'),
  statement: 'A feed message has one PID segment, and an A40 one MRG segment: each patient, or merge, is a message.',
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
  const eventType = textOf(field(message, 'EVN', 1));
  return [
    ...needed.flatMap((name) => findingsOnCount(message, name)),
    ...(eventType === '' || eventType === trigger
      ? []
      : [{ rule: eventTypeAgrees, violation: { at: 'EVN^1^1', found: eventType } }]),
  ];
}

/** A segment that must be there once. */
function findingsOnCount(message: Hl7Message, name: string): Finding<Hl7ErrorCode>[] {
  const count = message.segments.filter((segment) => segment.name === name).length;
  if (count === 0) return [{ rule: segmentsPresent, violation: { at: name, found: 'nothing' } }];
  return count === 1 ? [] : [{ rule: onePatient, violation: { at: `${name}^2`, found: `${count} ${name} segments` } }];
}

function mergeFrom(message: Hl7Message): PatientMerge {
  const mrg = segmentNamed(message, 'MRG');
  const names = saidIn(mrg, priorNames);
  return {
    priorIdentifiers: identifiersFrom(fieldOf(mrg, 1)),
    ...(names === undefined ? {} : { priorNames: names }),
  };
}

function mrgSegment(merge: PatientMerge) {
  return segmentOf('MRG', {
    1: merge.priorIdentifiers.map(repetitionFromIdentifier),
    7: fieldSaying(merge.priorNames, priorNames),
  });
}

function identifiersFrom(cxs: Hl7Field): Identifier[] {
  return cxs.filter((cx) => cx.length > 0).map(identifierFrom);
}
