import type { PersonName } from '../../schemas/hl7v2/person.ts';
import type { Demographics } from '../../transactions/iti-8-patient-identity-feed/messages.ts';

/** What persons are found and compared by. Names in upper case; parts that say nothing are absent. */
export interface PersonTraits {
  readonly family?: string;
  readonly given?: string;
  /** `YYYYMMDD`, without a time of day; shorter when only year or month are known. */
  readonly birthDate?: string;
  /** Table 0001, in upper case. */
  readonly sex?: string;
}

/** The name a patient goes by: the legal one (typeCode `L`), else the first. */
export function primaryName(names: Demographics['names']): PersonName | undefined {
  return names?.find(({ typeCode }) => typeCode === 'L') ?? names?.[0];
}

/** The traits of a patient, by the name they go by. */
export function personTraits({ names, birthDate, sex }: Demographics): PersonTraits {
  const name = primaryName(names);
  return {
    ...trait('family', spelled(name?.family)),
    ...trait('given', spelled(name?.given)),
    ...trait('birthDate', (birthDate ?? '').replace(/[+-]\d{4}$/, '').slice(0, 8)),
    ...trait('sex', spelled(sex ?? '')),
  };
}

/**
 * What is equal for records of the same person and differs otherwise: family and given name without regard to case, full
 * birth date, and sex. Undefined when one of them is missing: what is not known is no evidence. Sex `U` (unknown) and a
 * birth date without its day are missing, too.
 */
export function matchKey({ family, given, birthDate, sex }: PersonTraits): string | undefined {
  if (family === undefined || given === undefined || birthDate?.length !== 8) return undefined;
  return sex === undefined || sex === 'U' ? undefined : JSON.stringify([family, given, birthDate, sex]);
}

/** One spelling for all ways to write a name: composed characters, upper case, single spaces. */
export function spelled(text = ''): string {
  return text.normalize('NFC').toUpperCase().trim().replaceAll(/\s+/g, ' ');
}

function trait<K extends string>(name: K, value: string): { readonly [P in K]?: string } {
  return value === '' || value === '""' ? {} : ({ [name]: value } as { readonly [P in K]: string });
}
