import { escapeAttribute, escapeText } from '../xml/escape.ts';
import type { AuditCode, AuditEvent, AuditObject, AuditParticipant } from './audit-event.ts';

/** Who reports: the audit source of every message of one service. */
export interface AuditSource {
  readonly auditSourceId: string;
  readonly enterpriseSiteId?: string;
}

/** AuditSourceTypeCode 4: application server — DICOM PS3.15 A.5.1. */
const applicationServer = '4';

/**
 * Writes one AuditMessage as XML text — DICOM PS3.15 A.5, in the edition with csd-code.
 *
 * Details and queries become base64 of their UTF-8 octets; an empty identifier is written as UNKNOWN, since the schema
 * requires one.
 */
export function encodeAuditEvent(event: AuditEvent, source: AuditSource): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><AuditMessage>' +
    eventIdentification(event) +
    event.participants.map(activeParticipant).join('') +
    auditSource(source) +
    event.objects.map(participantObject).join('') +
    '</AuditMessage>'
  );
}

function eventIdentification(event: AuditEvent): string {
  const attributes = attributesOf({
    EventActionCode: event.action,
    EventDateTime: event.dateTime.toISOString(),
    EventOutcomeIndicator: String(event.outcome),
  });
  const description =
    event.outcomeDescription === undefined
      ? ''
      : `<EventOutcomeDescription>${escapeText(event.outcomeDescription)}</EventOutcomeDescription>`;
  const types = event.eventType.map((type) => coded('EventTypeCode', type)).join('');
  return `<EventIdentification${attributes}>${coded('EventID', event.eventId)}${types}${description}</EventIdentification>`;
}

function activeParticipant(participant: AuditParticipant): string {
  // A socket that serves both IP versions reports IPv4 peers as ::ffff:10.0.0.1.
  const accessPoint = participant.networkAccessPoint?.replace(/^::ffff:(?=\d+\.)/i, '');
  const attributes = attributesOf({
    UserID: participant.userId || 'UNKNOWN',
    AlternativeUserID: participant.alternativeUserId,
    UserName: participant.userName,
    UserIsRequestor: String(participant.isRequestor),
    NetworkAccessPointID: accessPoint,
    NetworkAccessPointTypeCode: accessPoint === undefined ? undefined : accessPointType(accessPoint),
  });
  const roles = participant.roles.map((role) => coded('RoleIDCode', role)).join('');
  return `<ActiveParticipant${attributes}>${roles}</ActiveParticipant>`;
}

/** 2 for an IP address, 1 for a machine name. */
function accessPointType(address: string): string {
  return /^\d+(\.\d+){3}$/.test(address) || /^[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*(%\w+)?$/i.test(address) ? '2' : '1';
}

function auditSource(source: AuditSource): string {
  const attributes = attributesOf({
    AuditEnterpriseSiteID: source.enterpriseSiteId,
    AuditSourceID: source.auditSourceId || 'UNKNOWN',
  });
  return `<AuditSourceIdentification${attributes}><AuditSourceTypeCode csd-code="${applicationServer}"/></AuditSourceIdentification>`;
}

function participantObject(object: AuditObject): string {
  const attributes = attributesOf({
    ParticipantObjectID: object.id || 'UNKNOWN',
    ParticipantObjectTypeCode: String(object.typeCode),
    ParticipantObjectTypeCodeRole: String(object.role),
    ParticipantObjectDataLifeCycle: object.lifeCycle === undefined ? undefined : String(object.lifeCycle),
  });
  // The schema wants exactly one of name and query.
  const named =
    object.query === undefined
      ? `<ParticipantObjectName>${escapeText(object.name ?? object.id)}</ParticipantObjectName>`
      : `<ParticipantObjectQuery>${base64(object.query)}</ParticipantObjectQuery>`;
  const details = object.details
    .map(({ type, value }) => `<ParticipantObjectDetail${attributesOf({ type, value: base64(value) })}/>`)
    .join('');
  return (
    `<ParticipantObjectIdentification${attributes}>${coded('ParticipantObjectIDTypeCode', object.idType)}` +
    `${named}${details}${studies(object.studies)}</ParticipantObjectIdentification>`
  );
}

function studies(uids: readonly string[] | undefined): string {
  if (uids === undefined || uids.length === 0) return '';
  const ids = uids.map((uid) => `<StudyIDs${attributesOf({ UID: uid })}/>`).join('');
  return `<ParticipantObjectDescription><ParticipantObjectContainsStudy>${ids}</ParticipantObjectContainsStudy></ParticipantObjectDescription>`;
}

function coded(element: string, { code, codeSystemName, originalText }: AuditCode): string {
  return `<${element}${attributesOf({ 'csd-code': code, codeSystemName, originalText })}/>`;
}

function attributesOf(values: Readonly<Record<string, string | undefined>>): string {
  let text = '';
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) text += ` ${name}="${escapeAttribute(value)}"`;
  }
  return text;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
