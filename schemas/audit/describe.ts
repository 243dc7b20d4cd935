/**
 * The pieces audit descriptions of transactions are put together from — ITI TF-2 3.20 and the "Security Audit
 * Considerations" of each transaction. All pure: an exchange in, parts of an AuditEvent out.
 */
import type { SubmissionSet } from '../metadata/nouns.ts';
import type { AuditCode, AuditContext, AuditEvent, AuditObject, AuditParticipant } from './audit-event.ts';
import { outcomeOf } from './outcome.ts';

/** A code of DICOM PS3.16 CID 400 to 405, such as `dcm('110106', 'Export')`. */
export const dcm = (code: string, originalText: string): AuditCode => ({ code, codeSystemName: 'DCM', originalText });

/** An object id type of RFC 3881 5.5.2, such as `rfc3881('2', 'Patient Number')`. */
export const rfc3881 = (code: string, originalText: string): AuditCode => ({
  code,
  codeSystemName: 'RFC-3881',
  originalText,
});

/** The EventTypeCode of a transaction, such as `iheTransaction('ITI-42', 'Register Document Set-b')`. */
export const iheTransaction = (id: string, name: string): AuditCode => ({
  code: id,
  codeSystemName: 'IHE Transactions',
  originalText: name,
});

/** EventIDs of DICOM PS3.15 A.5.1 that IHE transactions use. */
export const eventIds = {
  applicationActivity: dcm('110100', 'Application Activity'),
  instancesAccessed: dcm('110103', 'DICOM Instances Accessed'),
  instancesTransferred: dcm('110104', 'DICOM Instances Transferred'),
  export: dcm('110106', 'Export'),
  import: dcm('110107', 'Import'),
  patientRecord: dcm('110110', 'Patient Record'),
  query: dcm('110112', 'Query'),
  securityAlert: dcm('110113', 'Security Alert'),
} as const satisfies Record<string, AuditCode>;

/** RoleIDCode of the participant that holds what is sent. */
export const sourceRole = dcm('110153', 'Source Role ID');
/** RoleIDCode of the participant that gets it. */
export const destinationRole = dcm('110152', 'Destination Role ID');

/** What differs between transactions in who took part. */
export interface ParticipantFacts {
  /**
   * `request` (default): the initiator is the Source. `retrieval` (ITI-43, RAD-69): the initiator asked for what the
   * responder holds, so the responder is the Source and the initiator, as Destination, the requestor.
   */
  readonly flow?: 'request' | 'retrieval';
  /** UserID of the initiator; default wsa:ReplyTo. HL7 v2: `MSH-4|MSH-3`. */
  readonly initiatorId?: string;
  /** UserID of the responder; default the endpoint addressed. HL7 v2: `MSH-6|MSH-5`. */
  readonly responderId?: string;
}

/**
 * Source, human requestor when known, and Destination of one exchange — ITI TF-2 3.20.7.
 *
 * Both sides give the same UserIDs and roles; AlternativeUserID (the process id) is given for the own side only.
 */
export function participantsOf(context: AuditContext, facts: ParticipantFacts = {}): AuditParticipant[] {
  const retrieval = facts.flow === 'retrieval';
  const local = { networkAccessPoint: context.localAddress, alternativeUserId: context.processId };
  const peer = { networkAccessPoint: context.peerAddress };
  const initiator: AuditParticipant = {
    userId: facts.initiatorId ?? context.replyTo,
    isRequestor: true,
    roles: [retrieval ? destinationRole : sourceRole],
    ...(context.side === 'initiator' ? local : peer),
  };
  const responder: AuditParticipant = {
    userId: facts.responderId ?? context.endpoint,
    isRequestor: false,
    roles: [retrieval ? sourceRole : destinationRole],
    ...(context.side === 'responder' ? local : peer),
  };
  const human: AuditParticipant[] =
    context.user === undefined ? [] : [{ userId: context.user, userName: context.user, isRequestor: true, roles: [] }];
  return retrieval ? [responder, ...human, initiator] : [initiator, ...human, responder];
}

/** One attribute of an object: `value` is given as text, the writer turns it into base64. */
export interface AuditDetail {
  readonly type: string;
  readonly value: string;
}

/** The patient an event is about, as CX `id^^^&OID&ISO`. */
export function patientObject(cx: string, details: readonly AuditDetail[] = []): AuditObject {
  return { id: cx, idType: rfc3881('2', 'Patient Number'), typeCode: 1, role: 1, details };
}

/** The submission of ITI-41, ITI-42 and what derives from them, by SubmissionSet.uniqueId. */
export function submissionSetObject(uniqueId: string, homeCommunityId?: string): AuditObject {
  const idType = {
    code: 'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd',
    codeSystemName: 'IHE XDS Metadata',
    originalText: 'submission set classificationNode',
  };
  const details = detail('urn:ihe:iti:xca:2010:homeCommunityId', homeCommunityId);
  return { id: uniqueId, idType, typeCode: 2, role: 20, details };
}

/** Where a document of ITI-43 lies. */
export interface DocumentPlace {
  readonly documentUniqueId: string;
  readonly repositoryUniqueId?: string;
  readonly homeCommunityId?: string;
}

/** One retrieved document — ITI TF-2 3.43.6. Detail names are spelled as the table prints them. */
export function documentObject(place: DocumentPlace): AuditObject {
  const details = [
    ...detail('Repository Unique ID', place.repositoryUniqueId),
    ...detail('ihe:homeCommunityID', place.homeCommunityId),
  ];
  return { id: place.documentUniqueId, idType: rfc3881('9', 'Report Number'), typeCode: 2, role: 3, details };
}

/** One imaging study, by StudyInstanceUID, with a description that names it again — DICOM PS3.15 A.5.2. */
export function studyObject(studyInstanceUID: string, details: readonly AuditDetail[] = []): AuditObject {
  const idType = dcm('110180', 'Study Instance UID');
  return { id: studyInstanceUID, idType, typeCode: 2, role: 3, details, studies: [studyInstanceUID] };
}

/** What a query asked. */
export interface QueryFacts {
  /** ParticipantObjectID: the stored query id, the message id, or what the transaction's table names. */
  readonly id: string;
  /** Usually the transaction's own EventTypeCode. */
  readonly idType: AuditCode;
  /** The query as it went over the wire, as text. */
  readonly query: string;
  readonly details?: readonly AuditDetail[];
}

/** The query of a query transaction; never its result. */
export function queryObject(facts: QueryFacts): AuditObject {
  const { id, idType, query, details = [] } = facts;
  return { id, idType, typeCode: 2, role: 24, query, details };
}

/** A detail, or nothing when there is no value; to be spread into a list. */
export function detail(type: string, value: string | undefined): AuditDetail[] {
  return value === undefined ? [] : [{ type, value }];
}

/** What one transaction says of an exchange beside time and participants. */
export interface EventFacts {
  readonly eventId: AuditCode;
  readonly eventType: AuditCode;
  readonly action: AuditEvent['action'];
  readonly outcome: Pick<AuditEvent, 'outcome' | 'outcomeDescription'>;
  readonly participants?: ParticipantFacts;
  readonly objects: readonly AuditObject[];
}

/** The AuditEvent of one exchange: who, where and when from the context, the rest as the transaction says. */
export function auditEvent(context: AuditContext, facts: EventFacts): AuditEvent {
  return {
    eventId: facts.eventId,
    eventType: [facts.eventType],
    action: facts.action,
    dateTime: context.at,
    ...facts.outcome,
    participants: participantsOf(context, facts.participants),
    objects: facts.objects,
  };
}

/** What is needed of an exchange that carries a submission. */
type SubmissionExchange = AuditContext & Parameters<typeof outcomeOf>[0] & { readonly request?: SubmittedRequest };

interface SubmittedRequest {
  readonly submission: {
    readonly submissionSets: readonly Pick<SubmissionSet, 'patientId' | 'uniqueId' | 'homeCommunityId'>[];
  };
}

/** Where the event of a submission differs from that of ITI-42. */
export interface SubmissionEventOptions {
  /** Default: R at the sender, C at the receiver. */
  readonly action?: AuditEvent['action'];
  /** Names the SubmissionSet's homeCommunityId, where it has one. */
  readonly withHomeCommunity?: boolean;
}

/**
 * The event of one submission, under its transaction's EventTypeCode: Export at the sender, Import at the receiver, with
 * patient and submission set — ITI TF-2 3.41.5.1 and 3.42.5.1.
 */
export function submissionEvent(
  exchange: SubmissionExchange,
  eventType: AuditCode,
  { action, withHomeCommunity = false }: SubmissionEventOptions = {},
): AuditEvent {
  const sent = exchange.side === 'initiator';
  const submissionSets = exchange.request?.submission.submissionSets ?? [];
  return auditEvent(exchange, {
    eventId: sent ? eventIds.export : eventIds.import,
    eventType,
    action: action ?? (sent ? 'R' : 'C'),
    outcome: outcomeOf(exchange),
    objects: submissionSets.flatMap(({ patientId, uniqueId, homeCommunityId }) => [
      ...(patientId === undefined ? [] : [patientObject(patientId)]),
      ...(uniqueId === undefined
        ? []
        : [submissionSetObject(uniqueId, withHomeCommunity ? homeCommunityId : undefined)]),
    ]),
  });
}
