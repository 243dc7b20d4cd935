/** A coded value of an audit message. */
export interface AuditCode {
  readonly code: string;
  readonly codeSystemName: string;
  readonly originalText: string;
}

/** One AuditMessage — DICOM PS3.15 A.5, as data; field names follow the schema in short form. */
export interface AuditEvent {
  readonly eventId: AuditCode;
  readonly eventType: readonly AuditCode[];
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly dateTime: Date;
  /** 0 success, 4 minor failure, 8 serious failure, 12 major failure. */
  readonly outcome: 0 | 4 | 8 | 12;
  readonly outcomeDescription?: string;
  readonly participants: readonly AuditParticipant[];
  readonly objects: readonly AuditObject[];
}

/** One ActiveParticipant. */
export interface AuditParticipant {
  readonly userId: string;
  readonly alternativeUserId?: string;
  readonly userName?: string;
  readonly isRequestor: boolean;
  readonly roles: readonly AuditCode[];
  /** Host name or IP address; its type code is derived. */
  readonly networkAccessPoint?: string;
}

/** One ParticipantObjectIdentification. */
export interface AuditObject {
  readonly id: string;
  readonly idType: AuditCode;
  readonly typeCode: 1 | 2 | 3 | 4;
  readonly role: number;
  readonly lifeCycle?: number;
  readonly name?: string;
  /** The query as text; written as base64. */
  readonly query?: string;
  /** Values as text; written as base64. */
  readonly details: readonly { readonly type: string; readonly value: string }[];
  /** StudyInstanceUIDs of ParticipantObjectDescription/ParticipantObjectContainsStudy. */
  readonly studies?: readonly string[];
}

/** Who talked to whom, on which side we stand: everything a pure description needs beside the messages. */
export interface AuditContext {
  readonly side: 'initiator' | 'responder';
  readonly at: Date;
  readonly messageId: string;
  /** The service endpoint addressed: SOAP endpoint URI, or the MLLP address. */
  readonly endpoint: string;
  /** wsa:ReplyTo as sent; the anonymous address when synchronous. */
  readonly replyTo: string;
  /** Host name or IP of this process, and its process id. */
  readonly localAddress: string;
  readonly processId: string;
  /** IP of the other end of the connection (or `local` inside one process). */
  readonly peerAddress: string;
  /** The human user, when known. */
  readonly user?: string;
}
