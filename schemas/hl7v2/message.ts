/**
 * One HL7 version 2 message as a tree: segments, fields, repetitions, components, subcomponents, escapes resolved.
 *
 * `fields[0]` is HL7 field 1, except in MSH where `fields[0]` is MSH-1 (the separator) and `fields[1]` MSH-2.
 */
export interface Hl7Message {
  readonly segments: readonly Hl7Segment[];
}
/** One segment, such as PID, with its fields in order. */
export interface Hl7Segment {
  readonly name: string;
  readonly fields: readonly Hl7Field[];
}
/** The repetitions of one field; an empty field has none. */
export type Hl7Field = readonly Hl7Repetition[];
/** The components of one repetition. */
export type Hl7Repetition = readonly Hl7Component[];
/** The subcomponents of one component. */
export type Hl7Component = readonly string[];
