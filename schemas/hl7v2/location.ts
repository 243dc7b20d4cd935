/** A place in a message as ERR-2 names it: segment, its number among its kind, field, repetition, component, subcomponent. */
export interface Hl7Place {
  readonly segment: string;
  readonly sequence: number;
  readonly field?: number;
  readonly repetition?: number;
  readonly component?: number;
  readonly subcomponent?: number;
}

/** The place in the notation of ERR-2, such as `QPD^1^3^1^4` — HL7 v2.5 2.A.28 (ERL); trailing parts may be left out. */
export function hl7Location(
  segment: string,
  ...parts: readonly [sequence: number, field?: number, repetition?: number, component?: number, subcomponent?: number]
): string {
  return [segment, ...parts].join('^');
}

/** Reads the notation of `hl7Location`; undefined when it is not one. */
export function parseHl7Location(location: string): Hl7Place | undefined {
  const [segment = '', ...parts] = location.split('^');
  const numbers = parts.map(Number);
  if (!/^[A-Z][A-Z0-9]{2}$/.test(segment) || numbers.length === 0 || numbers.length > 5) return undefined;
  if (!numbers.every((n) => Number.isInteger(n) && n > 0)) return undefined;
  const [sequence = 1, field, repetition, component, subcomponent] = numbers;
  return {
    segment,
    sequence,
    ...(field === undefined ? {} : { field }),
    ...(repetition === undefined ? {} : { repetition }),
    ...(component === undefined ? {} : { component }),
    ...(subcomponent === undefined ? {} : { subcomponent }),
  };
}
