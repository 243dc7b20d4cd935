import { fieldOf, hl7Null, isNull, textOf } from '../../schemas/hl7v2/access.ts';
import { identifierFrom, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import type { Hl7Field, Hl7Repetition, Hl7Segment } from '../../schemas/hl7v2/message.ts';
import {
  addressFrom,
  type PersonName,
  personNameFrom,
  repetitionFromAddress,
  repetitionFromPersonName,
  repetitionFromTelecom,
  telecomFrom,
} from '../../schemas/hl7v2/person.ts';
import type { Demographics } from './messages.ts';

/** Where in its segment one attribute stands, and its two conversions. */
export interface DemographicField<T> {
  readonly position: number;
  from(field: Hl7Field): T;
  to(value: T): Hl7Field;
}

function list<T>(
  position: number,
  from: (repetition: Hl7Repetition) => T,
  to: (value: T) => Hl7Repetition,
): DemographicField<readonly T[]> {
  return {
    position,
    // A repetition may have components, but none that we read.
    from: (field) => field.map(from).filter((value) => !isHollow(to(value))),
    to: (values) => values.map(to),
  };
}

function single(position: number): DemographicField<string> {
  return { position, from: (field) => textOf(field), to: (value) => [[[value]]] };
}

const names = (position: number) => list(position, personNameFrom, repetitionFromPersonName);

/** MRG-7: names under which the retired identifier was known. */
export const priorNames: DemographicField<readonly PersonName[]> = names(7);

const phones = (position: number) => list(position, telecomFrom, repetitionFromTelecom);

/** The attributes of PID we know, each once — ITI TF-2 Table 3.8-3. A missing row is a compile error. */
const demographicFields: {
  readonly [K in keyof Required<Demographics>]: DemographicField<NonNullable<Demographics[K]>>;
} = {
  names: names(5),
  motherMaidenNames: names(6),
  birthDate: single(7),
  sex: single(8),
  aliases: names(9),
  addresses: list(11, addressFrom, repetitionFromAddress),
  homePhones: phones(13),
  businessPhones: phones(14),
  accountNumber: {
    position: 18,
    from: (field) => identifierFrom(field[0] ?? []),
    to: (value) => [repetitionFromIdentifier(value)],
  },
  ssn: single(19),
  driverLicense: single(20),
  motherIdentifiers: list(21, identifierFrom, repetitionFromIdentifier),
  multipleBirth: single(24),
  birthOrder: single(25),
  deathDateTime: single(29),
  deathIndicator: single(30),
};

const rows = Object.entries(demographicFields) as readonly [keyof Demographics, DemographicField<unknown>][];

/** Reads what PID says beside identifiers: an empty field says nothing, `""` says null. */
export function demographicsFrom(pid: Hl7Segment | undefined): Demographics {
  const said = rows.map(([name, row]) => [name, saidIn(pid, row)] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

/** The PID fields of demographics, by number. */
export function pidFieldsFrom(demographics: Demographics): Record<number, Hl7Field> {
  return Object.fromEntries(rows.map(([name, row]) => [row.position, fieldSaying(demographics[name], row)]));
}

/** What a segment says of one attribute: undefined where no part of it that we read is filled, null for `""`. */
export function saidIn<T>(segment: Hl7Segment | undefined, row: DemographicField<T>): T | null | undefined {
  const field = fieldOf(segment, row.position);
  if (isNull(field)) return null;
  const value = row.from(field);
  return row.to(value).every(isHollow) ? undefined : value;
}

/** The field that says so. */
export function fieldSaying<T>(value: T | null | undefined, row: DemographicField<T>): Hl7Field {
  if (value === undefined) return [];
  return value === null ? [[[hl7Null]]] : row.to(value);
}

function isHollow(repetition: Hl7Repetition): boolean {
  return repetition.every((component) => component.every((text) => text === ''));
}
