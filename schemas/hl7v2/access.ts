import type { Hl7Field, Hl7Message, Hl7Repetition, Hl7Segment } from './message.ts';

/** HL7's "delete what is stored": the value `""` — HL7 v2 2.5.3. */
export const hl7Null = '""';

/** The first segment of that name, or undefined. */
export function segmentNamed(message: Hl7Message, name: string): Hl7Segment | undefined {
  return message.segments.find((segment) => segment.name === name);
}

/** Field n of a segment, counted as HL7 counts; empty when the segment or the field is absent. */
export function fieldOf(segment: Hl7Segment | undefined, position: number): Hl7Field {
  return segment?.fields[position - 1] ?? [];
}

/** Field n of the first segment of that name, such as `field(message, 'PID', 3)`. */
export function field(message: Hl7Message, name: string, position: number): Hl7Field {
  return fieldOf(segmentNamed(message, name), position);
}

/** Subcomponent s (default the first) of component c of one repetition; `''` when absent. */
export function componentOf(repetition: Hl7Repetition | undefined, component: number, subcomponent = 1): string {
  return repetition?.[component - 1]?.[subcomponent - 1] ?? '';
}

/** A component of the first repetition of a field; `''` when absent. */
export function textOf(value: Hl7Field, component = 1): string {
  return componentOf(value[0], component);
}

/** True when the field consists of HL7's null alone. */
export function isNull(value: Hl7Field): boolean {
  return value.length === 1 && value[0]?.length === 1 && textOf(value) === hl7Null;
}

/** Builds a segment from its filled fields, by number; a string is a field of one plain value, `''` an empty field. */
export function segmentOf(name: string, fields: Readonly<Record<number, Hl7Field | string | undefined>>): Hl7Segment {
  const last = Math.max(
    0,
    ...Object.keys(fields)
      .filter((n) => filled(fields[Number(n)]))
      .map(Number),
  );
  return {
    name,
    fields: Array.from({ length: last }, (_, index) => {
      const value = fields[index + 1];
      return typeof value === 'string' ? fieldOfText(value) : (value ?? []);
    }),
  };
}

/** A field of one plain value; empty for `''`. */
export function fieldOfText(text: string): Hl7Field {
  return text === '' ? [] : [[[text]]];
}

/** A repetition of plain components without trailing empty ones. */
export function repetitionOf(...components: readonly (string | undefined)[]): Hl7Repetition {
  const last = components.findLastIndex((text) => text !== undefined && text !== '');
  return components.slice(0, last + 1).map((text) => (text === undefined || text === '' ? [] : [text]));
}

function filled(value: Hl7Field | string | undefined): boolean {
  return value !== undefined && value.length > 0;
}
