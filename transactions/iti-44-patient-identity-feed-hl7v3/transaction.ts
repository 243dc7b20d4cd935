import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { hl7v3Schema } from '../../schemas/xsd/hl7v3.ts';
import { describeFeedV3 } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { FeedInteraction, PatientIdentityFeedV3Request, PatientIdentityFeedV3Response } from './messages.ts';
import { refuseFeed } from './refuse.ts';

/**
 * Patient Identity Feed HL7 V3 — ITI TF-2 3.44: one transaction in three messages, each with its own action. Its rules
 * have HL7's condition codes and are applied by the handler, as those of ITI-8 are.
 */
function feedOf(
  interaction: FeedInteraction,
): SoapTransaction<PatientIdentityFeedV3Request, PatientIdentityFeedV3Response> {
  return {
    kind: 'soap',
    id: 'ITI-44',
    name: 'Patient Identity Feed HL7 V3',
    source: tf2('3.44'),
    action: { request: `urn:hl7-org:v3:${interaction}`, response: 'urn:hl7-org:v3:MCCI_IN000002UV01' },
    packaging: 'simple',
    request: requestCodec(interaction),
    response: responseCodec,
    rules: [],
    refuse: refuseFeed,
    codes: { internal: 'XDSRegistryError', busy: 'XDSRegistryBusy' },
    audit: describeFeedV3,
    wsdl: {
      targetNamespace: namespaces.xds,
      actor: 'DocumentRegistry',
      operation: interaction,
      request: { schema: hl7v3Schema, name: interaction },
      response: { schema: hl7v3Schema, name: 'MCCI_IN000002UV01' },
    },
  };
}

/** A record was added. */
export const patientRegistryRecordAdded = feedOf('PRPA_IN201301UV02');
/** A record was revised. */
export const patientRegistryRecordRevised = feedOf('PRPA_IN201302UV02');
/** Two records were found to be of one patient. */
export const patientRegistryDuplicatesResolved = feedOf('PRPA_IN201304UV02');

/** The three messages, in the order of the standard. */
export const patientIdentityFeedV3 = [
  patientRegistryRecordAdded,
  patientRegistryRecordRevised,
  patientRegistryDuplicatesResolved,
] as const;
