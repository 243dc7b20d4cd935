/** The message error conditions this project answers with — HL7 v2.5 table 0357. */
export const hl7ErrorConditions = {
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '202': 'Unsupported processing id',
  '203': 'Unsupported version id',
  '204': 'Unknown Key Identifier',
  '205': 'Duplicate key identifier',
  '206': 'Application record locked',
  '207': 'Application internal error',
} as const satisfies Record<string, string>;

/** A code of `hl7ErrorConditions`. */
export type Hl7ErrorCode = keyof typeof hl7ErrorConditions;

/** MSA-1 in original mode — HL7 v2 table 0008: accepted, error, rejected. */
export type AcknowledgmentCode = 'AA' | 'AE' | 'AR';

/** MSA-1 a condition implies: AR for what the receiver cannot take at all (200 to 203), AE for faulty content. */
export function acknowledgmentCodeFor(codes: readonly string[]): AcknowledgmentCode {
  return codes.some((code) => /^20[0-3]$/.test(code)) ? 'AR' : 'AE';
}
