import type { AcceptAcknowledgement } from '../../schemas/hl7v3/acknowledgement.ts';
import type { InstanceIdentifier } from '../../schemas/hl7v3/instance-identifier.ts';
import type { Transmission } from '../../schemas/hl7v3/transmission.ts';

/**
 * The messages of a feed — ITI TF-2 3.44.4: 201301 a record was added, 201302 it was revised, 201304 two were found to
 * be of one patient.
 */
export type FeedInteraction = 'PRPA_IN201301UV02' | 'PRPA_IN201302UV02' | 'PRPA_IN201304UV02';

/** A name of a person — HL7 v3 PN; parts in the order sent. */
export interface PersonNameParts {
  readonly family: readonly string[];
  readonly given: readonly string[];
}

/** A patient as the source knows them. */
export interface FedPatientV3 {
  /** patient/id, all that are given. */
  readonly identifiers: readonly InstanceIdentifier[];
  readonly names: readonly PersonNameParts[];
  /** administrativeGenderCode@code: `F`, `M` or `UN`. */
  readonly gender?: string;
  /** birthTime@value as sent. */
  readonly birthTime?: string;
}

/** The organization that keeps the record. */
export interface ProviderOrganization {
  /** An OID, that of the identifiers it assigns. */
  readonly identifiers: readonly InstanceIdentifier[];
  readonly name?: string;
  /** contactParty/telecom or telecom, a URL such as `tel:+1-555-0100`. */
  readonly telecom?: string;
}

/** One message of a Patient Identity Source — ITI TF-2 3.44.4.1 and 3.44.4.2. */
export interface PatientIdentityFeedV3Request {
  readonly interaction: FeedInteraction;
  readonly transmission: Transmission;
  /** One for each subject; rules see to it that it is one. */
  readonly patients: readonly FedPatientV3[];
  readonly providerOrganization?: ProviderOrganization;
  /** custodian/assignedEntity/id. */
  readonly custodian?: InstanceIdentifier;
  /** priorRegisteredRole/id of every replacementOf: what a 201304 retires. */
  readonly priorIdentifiers: readonly InstanceIdentifier[];
}

/** What it is answered with; `CA` once it is safely stored or rightly ignored. */
export type PatientIdentityFeedV3Response = AcceptAcknowledgement;
