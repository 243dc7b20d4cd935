import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import { identifierFromInstance } from '../../schemas/hl7v3/instance-identifier.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import type { PatientIdentityFeedV3Request } from '../../transactions/iti-44-patient-identity-feed-hl7v3/messages.ts';

/** What a registry takes from one message of a feed, whichever version of HL7 told it. */
export interface FeedEvent {
  /** A revision tells demographics only, which are no concern of a registry (3.8.4.1.4). */
  readonly kind: 'added' | 'revised' | 'merged';
  readonly identifiers: readonly Identifier[];
  /** What a merge retires. */
  readonly priorIdentifiers: readonly Identifier[];
  /** Where the message has both, for findings. */
  readonly places: FeedPlaces;
}

/** How a version of HL7 names the places of identifiers. */
export interface FeedPlaces {
  readonly patient: string;
  readonly prior: string;
}

/** The event of an ITI-8 message — ITI TF-2 3.8.4.1.4 and 3.8.4.2.4. */
export function eventFromFeed({ trigger, patient, merge }: PatientIdentityFeedRequest): FeedEvent {
  return {
    kind: trigger === 'A08' ? 'revised' : trigger === 'A40' ? 'merged' : 'added',
    identifiers: patient.identifiers,
    priorIdentifiers: merge?.priorIdentifiers ?? [],
    places: { patient: 'PID^1^3', prior: 'MRG^1^1' },
  };
}

/** The event of an ITI-44 message — ITI TF-2 3.44.4.1.3 and 3.44.4.2.3. */
export function eventFromFeedV3(request: PatientIdentityFeedV3Request): FeedEvent {
  const { interaction, patients, priorIdentifiers } = request;
  const event = `/${interaction}/controlActProcess/subject/registrationEvent`;
  return {
    kind: interaction === 'PRPA_IN201304UV02' ? 'merged' : interaction === 'PRPA_IN201302UV02' ? 'revised' : 'added',
    identifiers: patients.flatMap(({ identifiers }) => identifiers.map(identifierFromInstance)),
    priorIdentifiers: priorIdentifiers.map(identifierFromInstance),
    places: {
      patient: `${event}/subject1/patient/id`,
      prior: `${event}/replacementOf/priorRegistration/subject1/priorRegisteredRole/id`,
    },
  };
}
