import type { ClientCall } from '../../runtime/host.ts';
import { controlIdFrom, formatHl7DateTime } from '../../schemas/hl7v2/header.ts';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import type { PersonName } from '../../schemas/hl7v2/person.ts';
import { sendPatientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/client.ts';
import type {
  FedPatient,
  FeedTrigger,
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';

/** An HL7 v2 application as MSH names it: the application itself and its facility. */
export interface Hl7Application {
  readonly application: string;
  readonly facility: string;
}

/** One thing a source has to say of a patient. */
export interface PatientEvent {
  readonly trigger: FeedTrigger;
  /** Identifiers of this one patient; each in a domain of its own. In an A40 those that survive. */
  readonly identifiers: readonly Identifier[];
  readonly name: PersonName;
  /** `YYYYMMDD`. */
  readonly birthDate?: string;
  /** Table 0001: `F`, `M`, `O`, `U`, `A`, `N`. */
  readonly sex?: string;
  /** What else is known of the patient; null deletes what the receiver knows. */
  readonly details?: Omit<FedPatient, 'identifiers' | 'names' | 'birthDate' | 'sex'>;
  /** The identifier an A40 retires; in the domain of one of `identifiers`. */
  readonly prior?: Identifier;
  /** PV1-2; default `O` outpatient. */
  readonly patientClass?: string;
}

/** Who sends and receives, and where time and ids come from. */
export interface FeedSettings {
  readonly sender: Hl7Application;
  /** Default: the PIX Manager of an affinity domain. */
  readonly receiver?: Hl7Application;
  readonly now: () => Date;
  readonly newUUID: () => string;
}

/** Whom messages are addressed to unless told otherwise; receivers of this project answer to any name. */
export const defaultReceiver: Hl7Application = { application: 'PIX_MANAGER', facility: 'AFFINITY' };

/**
 * The ITI-8 message of one event — ITI TF-2 3.8.4.1.2 and 3.8.4.2.2.
 *
 * Throws when `prior` and the trigger do not belong together: only an A40 retires an identifier, and it must.
 */
export function feedRequestFrom(event: PatientEvent, settings: FeedSettings): PatientIdentityFeedRequest {
  const { trigger, identifiers, name, birthDate, sex, details, prior, patientClass = 'O' } = event;
  if ((trigger === 'A40') !== (prior !== undefined)) {
    throw new Error('An A40 names the identifier it retires (prior); no other event does.');
  }
  const { sender, receiver = defaultReceiver } = settings;
  const dateTime = formatHl7DateTime(settings.now());
  return {
    header: {
      sendingApplication: sender.application,
      sendingFacility: sender.facility,
      receivingApplication: receiver.application,
      receivingFacility: receiver.facility,
      dateTime,
      controlId: controlIdFrom(settings.newUUID()),
      processingId: 'P',
      version: '2.3.1',
    },
    trigger,
    recordedDateTime: dateTime,
    patient: {
      ...details,
      identifiers,
      names: [name],
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(sex === undefined ? {} : { sex }),
    },
    ...(prior === undefined ? { patientClass } : { merge: { priorIdentifiers: [prior] } }),
  };
}

/**
 * Tells a PIX Manager or Document Registry of one event (ITI-8). A refusal is in the answer (`code` AE or AR, `errors`),
 * not an exception; throws what the call throws when there is no answer.
 */
export function feedPatient(
  event: PatientEvent,
  settings: FeedSettings & {
    readonly call: ClientCall<PatientIdentityFeedRequest, PatientIdentityFeedResponse>;
    readonly signal?: AbortSignal;
    readonly user?: string;
  },
): Promise<PatientIdentityFeedResponse> {
  const { call, signal, user } = settings;
  return sendPatientIdentityFeed(call, feedRequestFrom(event, settings), {
    ...(signal === undefined ? {} : { signal }),
    ...(user === undefined ? {} : { user }),
  });
}
