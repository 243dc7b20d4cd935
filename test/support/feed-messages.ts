import type { AssigningAuthority, Identifier } from '../../schemas/hl7v2/identifier.ts';
import type {
  FeedTrigger,
  PatientIdentityFeedRequest,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';

/** The affinity domain of the tests' patient ids. */
export const affinityAuthority = { namespace: 'AFFINITY', oid: '1.3.6.1.4.1.21367.13.20.3000' };

/** An identifier of the affinity domain, or of the authority given. */
export function anIdentifier(
  id: string,
  authority: AssigningAuthority = { oid: affinityAuthority.oid, type: 'ISO' },
): Identifier {
  return { id, authority };
}

/** One feed message; `prior` are the identifiers that an A40 retires. */
export function aFeedMessage(
  trigger: FeedTrigger,
  identifiers: readonly Identifier[],
  prior?: readonly Identifier[],
): PatientIdentityFeedRequest {
  return {
    header: {
      sendingApplication: 'ADT',
      sendingFacility: 'HOSP',
      receivingApplication: 'REGISTRY',
      receivingFacility: 'DOMAIN',
      dateTime: '20250601080000',
      controlId: 'M1',
      processingId: 'P',
      version: '2.3.1',
    },
    trigger,
    recordedDateTime: '20250601080000',
    patient: { identifiers },
    ...(prior === undefined ? {} : { merge: { priorIdentifiers: prior } }),
  };
}
