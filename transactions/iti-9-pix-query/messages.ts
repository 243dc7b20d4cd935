import type { Acknowledgment } from '../../schemas/hl7v2/acknowledgment.ts';
import type { MessageHeader } from '../../schemas/hl7v2/header.ts';
import type { AssigningAuthority, Identifier } from '../../schemas/hl7v2/identifier.ts';
import type { Hl7Message, Hl7Segment } from '../../schemas/hl7v2/message.ts';

/** "Which other identifiers has the patient with this one?" — ITI TF-2 3.9.4.1. */
export interface PixQueryRequest {
  readonly header: MessageHeader;
  /** QPD-2. */
  readonly queryTag: string;
  /** QPD-3. */
  readonly identifier: Identifier;
  /**
   * QPD-4: the domains asked for; empty means all. A repetition that is sent empty keeps its place with no part of an
   * authority, so that the n-th entry is the n-th repetition.
   */
  readonly domains: readonly AssigningAuthority[];
  /** RCP-1: `I` immediate; absent is read as immediate. */
  readonly priority?: string;
  /** The message as received; audited and echoed as it came. Absent in a query to be sent. */
  readonly original?: Hl7Message;
}

/** The answer — ITI TF-2 3.9.4.2. */
export interface PixQueryResponse extends Acknowledgment {
  /** QAK-1: the tag of the query. */
  readonly queryTag: string;
  /** QAK-2: found, nothing found, or an error. */
  readonly status: 'OK' | 'NF' | 'AE';
  /** QPD, letter for letter that of the query. */
  readonly query: Hl7Segment;
  /** PID-3: never the queried identifier; every authority with namespace, OID and type. Empty unless `status` is OK. */
  readonly identifiers: readonly Identifier[];
}
