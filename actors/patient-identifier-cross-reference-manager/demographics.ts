import type { Demographics, FedPatient } from '../../transactions/iti-8-patient-identity-feed/messages.ts';

/**
 * What is known of a patient after a message: what it says replaces, null (HL7's `""`) deletes, what it does not mention
 * stays — ITI TF-2 3.8.4.1.3.
 */
export function updatedDemographics(known: Demographics, { identifiers, ...said }: FedPatient): Demographics {
  return Object.fromEntries(
    Object.entries({ ...known, ...said }).filter(([, value]) => value !== undefined && value !== null),
  );
}
