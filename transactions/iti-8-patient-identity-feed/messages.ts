import type { Acknowledgment } from '../../schemas/hl7v2/acknowledgment.ts';
import type { MessageHeader } from '../../schemas/hl7v2/header.ts';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import type { Address, PersonName, Telecom } from '../../schemas/hl7v2/person.ts';

/**
 * The events of a feed — ITI TF-2 3.8.4: A01 admitted, A04 registered, A05 pre-admitted (all three add a patient or
 * update a known one), A08 demographics updated, A40 merged.
 */
export type FeedTrigger = 'A01' | 'A04' | 'A05' | 'A08' | 'A40';

/**
 * What is said of a patient beside identifiers. Three states each: absent, "nothing said, keep what you know"; null,
 * "delete what you know" (HL7's `""`); a value. A list replaces the known list as a whole and is never empty.
 */
export interface Demographics {
  /** PID-5; the legal name is the one with typeCode `L`, else the first. */
  readonly names?: readonly PersonName[] | null;
  /** PID-6. */
  readonly motherMaidenNames?: readonly PersonName[] | null;
  /** PID-7 as sent: `YYYY[MM[DD[HHMM…]]]`. */
  readonly birthDate?: string | null;
  /** PID-8, table 0001: `F`, `M`, `O`, `U`, `A`, `N`. */
  readonly sex?: string | null;
  /** PID-9. */
  readonly aliases?: readonly PersonName[] | null;
  /** PID-11. */
  readonly addresses?: readonly Address[] | null;
  /** PID-13. */
  readonly homePhones?: readonly Telecom[] | null;
  /** PID-14. */
  readonly businessPhones?: readonly Telecom[] | null;
  /** PID-18. */
  readonly accountNumber?: Identifier | null;
  /** PID-19. */
  readonly ssn?: string | null;
  /** PID-20.1. */
  readonly driverLicense?: string | null;
  /** PID-21. */
  readonly motherIdentifiers?: readonly Identifier[] | null;
  /** PID-24: `Y` or `N`. */
  readonly multipleBirth?: string | null;
  /** PID-25. */
  readonly birthOrder?: string | null;
  /** PID-29. */
  readonly deathDateTime?: string | null;
  /** PID-30: `Y` or `N`. */
  readonly deathIndicator?: string | null;
}

/** PID: one patient as the source knows them. */
export interface FedPatient extends Demographics {
  /** PID-3, all repetitions that are not empty. */
  readonly identifiers: readonly Identifier[];
}

/** MRG: the identifiers an A40 retires in favour of `patient.identifiers`. */
export interface PatientMerge {
  /** MRG-1; without an authority it is that of PID-3. */
  readonly priorIdentifiers: readonly Identifier[];
  /** MRG-7. */
  readonly priorNames?: readonly PersonName[] | null;
}

/** One event of a Patient Identity Source — ITI TF-2 3.8.4.1 and 3.8.4.2. */
export interface PatientIdentityFeedRequest {
  readonly header: MessageHeader;
  /** MSH-9.2. */
  readonly trigger: FeedTrigger;
  /** EVN-2: when the event was recorded, as sent. */
  readonly recordedDateTime?: string;
  readonly patient: FedPatient;
  /** PV1-2, such as `O` outpatient. */
  readonly patientClass?: string;
  /** Present in A40 only. */
  readonly merge?: PatientMerge;
}

/** The acknowledgment of one event; `AA` once it is safely stored. */
export interface PatientIdentityFeedResponse extends Acknowledgment {
  /** MSH-9.2 of the answer: the trigger of the request. */
  readonly trigger: string;
}
