import { componentOf, repetitionOf } from './access.ts';
import type { Hl7Repetition } from './message.ts';

/** A person's name — HL7 v2 XPN. Absent parts are left out. */
export interface PersonName {
  readonly family?: string;
  readonly given?: string;
  /** Second and further given names or initials. */
  readonly middle?: string;
  readonly suffix?: string;
  readonly prefix?: string;
  /** XPN.7, table 0200: `L` legal, `B` at birth, `M` maiden, `S` pseudonym. */
  readonly typeCode?: string;
}

/** A postal address — HL7 v2 XAD. Absent parts are left out. */
export interface Address {
  readonly street?: string;
  readonly otherDesignation?: string;
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  readonly country?: string;
  /** XAD.7, table 0190: `H` home. */
  readonly typeCode?: string;
}

/** A telephone number or other way to reach somebody — HL7 v2 XTN. */
export interface Telecom {
  /** XTN.1 (the number as printed) or, where that is empty, the parts 5 to 7 joined. */
  readonly number?: string;
  /** XTN.2, table 0201. */
  readonly useCode?: string;
  /** XTN.3, table 0202: `PH`, `CP`, `Internet`. */
  readonly equipmentType?: string;
  /** XTN.4. */
  readonly email?: string;
}

/** Reads an XPN; XPN.1 is FN, of which the surname is the first subcomponent. */
export function personNameFrom(xpn: Hl7Repetition): PersonName {
  const [family, given, middle, suffix, prefix, , typeCode] = [1, 2, 3, 4, 5, 6, 7].map((n) => componentOf(xpn, n));
  return present({ family, given, middle, suffix, prefix, typeCode });
}

/** The XPN of a name. */
export function repetitionFromPersonName(name: PersonName): Hl7Repetition {
  return repetitionOf(name.family, name.given, name.middle, name.suffix, name.prefix, undefined, name.typeCode);
}

/** Reads an XAD; XAD.1 is SAD from HL7 2.5 on, of which the street is the first subcomponent. */
export function addressFrom(xad: Hl7Repetition): Address {
  const parts = [1, 2, 3, 4, 5, 6, 7].map((n) => componentOf(xad, n));
  const [street, otherDesignation, city, state, postalCode, country, typeCode] = parts;
  return present({ street, otherDesignation, city, state, postalCode, country, typeCode });
}

/** The XAD of an address. */
export function repetitionFromAddress(address: Address): Hl7Repetition {
  const { street, otherDesignation, city, state, postalCode, country, typeCode } = address;
  return repetitionOf(street, otherDesignation, city, state, postalCode, country, typeCode);
}

/** Reads an XTN. */
export function telecomFrom(xtn: Hl7Repetition): Telecom {
  const joined = [5, 6, 7].map((n) => componentOf(xtn, n)).join('');
  return present({
    number: componentOf(xtn, 1) || joined,
    useCode: componentOf(xtn, 2),
    equipmentType: componentOf(xtn, 3),
    email: componentOf(xtn, 4),
  });
}

/** The XTN of a telecommunication address. */
export function repetitionFromTelecom(telecom: Telecom): Hl7Repetition {
  return repetitionOf(telecom.number, telecom.useCode, telecom.equipmentType, telecom.email);
}

function present<T extends Record<string, string | undefined>>(parts: T): Partial<Record<keyof T, string>> {
  return Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Record<keyof T, string>>;
}
