import type { DescribeAudit } from '../../runtime/transaction.ts';
import type { AuditObject } from '../../schemas/audit/audit-event.ts';
import { auditEvent, eventIds, iheTransaction } from '../../schemas/audit/describe.ts';
import { outcomeOf } from '../../schemas/audit/outcome.ts';
import type { ObjectRef } from '../../schemas/metadata/nouns.ts';
import type { RemoveMetadataRequest, RemoveMetadataResponse } from './messages.ts';

const eventType = iheTransaction('ITI-62', 'Remove Metadata');
/** ParticipantObjectDataLifeCycle: permanent erasure — DICOM PS3.15 A.5.2. */
const erased = 15;

/**
 * What both sides of ITI-62 record: a deletion in the patient record, each object by its entryUUID — ITI Supplement RMD
 * 3.62.5.1. Whose objects they are is not in the message.
 */
export const describeRemoveMetadata: DescribeAudit<RemoveMetadataRequest, RemoveMetadataResponse> = (exchange) => [
  auditEvent(exchange, {
    eventId: eventIds.patientRecord,
    eventType,
    action: 'D',
    outcome: outcomeOf(exchange),
    objects: (exchange.request?.objectRefs ?? []).map(registryObject),
  }),
];

function registryObject({ entryUUID }: ObjectRef): AuditObject {
  const idType = {
    code: 'urn:ihe:iti:2017:ObjectRef',
    codeSystemName: 'IHE XDS Metadata',
    originalText: 'registry object reference',
  };
  return { id: entryUUID, idType, typeCode: 2, role: 3, lifeCycle: erased, details: [] };
}
