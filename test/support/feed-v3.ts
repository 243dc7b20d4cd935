import type { InstanceIdentifier } from '../../schemas/hl7v3/instance-identifier.ts';
import type {
  FeedInteraction,
  PatientIdentityFeedV3Request,
} from '../../transactions/iti-44-patient-identity-feed-hl7v3/messages.ts';
import { affinityAuthority } from './feed-messages.ts';

/** An identifier of the affinity domain, or of the authority given. */
export function anInstance(extension: string, root: string = affinityAuthority.oid): InstanceIdentifier {
  return { root, extension };
}

/** A whole message of the feed about one patient. */
export function aFeedV3Message(
  interaction: FeedInteraction,
  identifiers: readonly InstanceIdentifier[],
  priorIdentifiers: readonly InstanceIdentifier[] = [],
): PatientIdentityFeedV3Request {
  return {
    interaction,
    transmission: {
      id: { root: '1.2.3.4.901', extension: `M${identifiers.map(({ extension }) => extension).join('')}` },
      creationTime: '20250102070000+0000',
      processingCode: 'P',
      receiver: { root: '1.2.3.4.900' },
      sender: { root: '1.2.3.4.901' },
    },
    patients: [
      { identifiers, names: [{ family: ['Döe'], given: ['Jane', '<Q>'] }], gender: 'F', birthTime: '19700102' },
    ],
    providerOrganization: { identifiers: [{ root: '1.2.3.4.1' }], name: 'Clinic & Sons', telecom: 'tel:+1-555-0100' },
    custodian: { root: '1.2.3.4.901' },
    priorIdentifiers,
  };
}
