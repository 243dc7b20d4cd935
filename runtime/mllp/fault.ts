/** The peer answered, but not with an HL7 v2 answer to this message; its text holds nothing of the answer. */
export class MllpFault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'MllpFault';
  }
}
