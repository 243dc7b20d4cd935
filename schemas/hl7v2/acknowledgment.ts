import { field, segmentOf, textOf } from './access.ts';
import type { AcknowledgmentCode } from './conditions.ts';
import { errorsFromErr, errSegment, type Hl7Error } from './hl7-error.ts';
import type { Hl7Message, Hl7Segment } from './message.ts';

/** What every answer says of the request: MSA and ERR. */
export interface Acknowledgment {
  /** MSA-1. */
  readonly code: AcknowledgmentCode;
  /** MSA-2: the message control id (MSH-10) of the request. */
  readonly acknowledges: string;
  readonly errors: readonly Hl7Error[];
}

/** The MSA segment and one ERR per error — ITI TF-2 C.2.3. MSA-3 and MSA-6 are not used. */
export function acknowledgmentSegments(acknowledgment: Acknowledgment, form: '2.5' | 'both'): Hl7Segment[] {
  const msa = segmentOf('MSA', { 1: acknowledgment.code, 2: acknowledgment.acknowledges });
  return [msa, ...acknowledgment.errors.map((error) => errSegment(error, form))];
}

/** MSA and ERR of an answer. Enhanced codes (CA, CE, CR) read as their original ones; anything else, or none, as AR. */
export function acknowledgmentFrom(message: Hl7Message): Acknowledgment {
  const code = textOf(field(message, 'MSA', 1));
  const original = ({ AA: 'AA', CA: 'AA', AE: 'AE', CE: 'AE' } as const)[code];
  return {
    code: original ?? 'AR',
    acknowledges: textOf(field(message, 'MSA', 2)),
    errors: message.segments.filter((segment) => segment.name === 'ERR').flatMap(errorsFromErr),
  };
}
