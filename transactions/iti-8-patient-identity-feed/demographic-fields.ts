import { fieldOf, hl7Null, isNull, textOf } from '../../schemas/hl7v2/access.ts';
import { identifierFrom, repetitionFromIdentifier } from '../../schemas/hl7v2/identifier.ts';
import type { Hl7Field, Hl7Repetition, Hl7Segment } from '../../schemas/hl7v2/message.ts';
import {
  addressFrom,
  personNameFrom,
  repetitionFromAddress,
  repetitionFromPersonName,
  repetitionFromTelecom,
  telecomFrom,
} from '../../schemas/hl7v2/person.ts';
import type { Demographics } from './messages.ts';

/** Where in PID one attribute stands, and its two conversions. */
interface DemographicField<T> {
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
    from: (field) => field.filter((repetition) => repetition.length > 0).map(from),
    to: (values) => values.map(to),
  };
}

function single(position: number): DemographicField<string> {
  return { position, from: (field) => textOf(field), to: (value) => [[[value]]] };
}

const names = (position: number) => list(position, personNameFrom, repetitionFromPersonName);
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
  const said = rows.map(([name, row]) => [name, saidBy(fieldOf(pid, row.position), row)] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

/** The PID fields of demographics, by number. */
export function pidFieldsFrom(demographics: Demographics): Record<number, Hl7Field> {
  const written = rows.map(([name, row]) => {
    const value = demographics[name];
    return [row.position, value === undefined ? [] : value === null ? [[[hl7Null]]] : row.to(value)] as const;
  });
  return Object.fromEntries(written);
}

function saidBy(field: Hl7Field, row: DemographicField<unknown>): unknown {
  if (isNull(field)) return null;
  const value = row.from(field);
  const nothing = field.length === 0 || value === '' || (Array.isArray(value) && value.length === 0);
  return nothing ? undefined : value;
}
