import type { Acknowledgment } from '../../schemas/hl7v2/acknowledgment.ts';
import type { MessageHeader } from '../../schemas/hl7v2/header.ts';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';

/**
 * A local identifier belongs to another patient of the affinity domain than was thought — ITI TF-2 3.64.4.1.2. Which
 * identifiers are of the affinity domain (XAD-PID) only its registry knows, so they are listed as sent.
 */
export interface LinkChangeRequest {
  readonly header: MessageHeader;
  /** EVN-2: when the change was recorded, as sent. */
  readonly recordedDateTime?: string;
  /** PID-3: the patient it is now, and the local identifier. */
  readonly identifiers: readonly Identifier[];
  /** MRG-1: the patient it was before, and the local identifier that was merged into the one of PID-3, if one was. */
  readonly priorIdentifiers: readonly Identifier[];
}

/** The acknowledgment; `AA` once every object has moved. */
export type LinkChangeResponse = Acknowledgment;
