import type { Hl7Segment } from './message.ts';

/** What makes bytes unreadable as HL7 v2. */
export type Hl7Problem = 'no-header' | 'bad-delimiters' | 'charset' | 'bad-segment' | 'control-character' | 'too-large';

/** Thrown when bytes are not a readable HL7 v2 message; carries no content of the message in its text. */
export class Hl7ParseError extends Error {
  readonly problem: Hl7Problem;
  /** The MSH segment, when at least that could be read: enough to answer. */
  readonly header?: Hl7Segment;

  constructor(problem: Hl7Problem, message: string, header?: Hl7Segment) {
    super(message);
    this.name = 'Hl7ParseError';
    this.problem = problem;
    if (header !== undefined) this.header = header;
  }
}

/** Thrown when a message tree cannot be written: its characters do not fit its delimiters or its character set. */
export class Hl7FormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Hl7FormatError';
  }
}
