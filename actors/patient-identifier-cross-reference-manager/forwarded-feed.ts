import { controlIdFrom, formatHl7DateTime } from '../../schemas/hl7v2/header.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { identifierIn, type PatientDomain } from './domains.ts';
import type { FeedSubject } from './feed-subject.ts';
import type { RecordKey } from './store/records.ts';

/** What a forwarded message needs beside the one received. */
export interface ForwardSettings {
  /** The affinity domain's own Patient Identification Domain. */
  readonly affinity: PatientDomain;
  readonly now: () => Date;
  readonly newUUID: () => string;
}

/**
 * What Document Registries are told of a message — ITI TF-2 3.8.4.1.4 and 3.8.4.2.4: nothing, unless it is about patient
 * ids of the affinity domain; one message for each merge of two of these.
 *
 * Local identifiers stay here. An A08 that made a patient id known goes out as A04: registries take no patient from an A08.
 */
export function forwardedFeeds(
  request: PatientIdentityFeedRequest,
  subject: FeedSubject & { readonly isNew: (key: RecordKey) => boolean },
  settings: ForwardSettings,
): PatientIdentityFeedRequest[] {
  const { affinity } = settings;
  const isOwn = ({ domain }: RecordKey) => domain === affinity.oid;
  const identifiersOf = (keys: readonly RecordKey[]) =>
    [...new Set(keys.filter(isOwn).map(({ id }) => id))].map((id) => identifierIn(affinity, id));
  const { merge, ...message } = { ...request, header: headerFor(request, settings) };
  if (request.trigger === 'A40') {
    return subject.merges
      .filter(({ prior }) => isOwn(prior))
      .map(({ prior, surviving }) => ({
        ...message,
        header: headerFor(request, settings),
        patient: { ...request.patient, identifiers: identifiersOf([surviving!]) },
        merge: { ...merge, priorIdentifiers: identifiersOf([prior]) },
      }));
  }
  const identifiers = identifiersOf(subject.patient);
  if (identifiers.length === 0) return [];
  const trigger =
    request.trigger === 'A08' && subject.patient.some((key) => isOwn(key) && subject.isNew(key))
      ? 'A04'
      : request.trigger;
  return [{ ...message, trigger, patient: { ...request.patient, identifiers } }];
}

function headerFor({ header }: PatientIdentityFeedRequest, { affinity, now, newUUID }: ForwardSettings) {
  return {
    sendingApplication: 'PIX_MANAGER',
    sendingFacility: affinity.namespace,
    receivingApplication: 'DOCUMENT_REGISTRY',
    receivingFacility: affinity.namespace,
    dateTime: formatHl7DateTime(now()),
    controlId: controlIdFrom(newUUID()),
    processingId: header.processingId,
    version: '2.3.1',
  };
}
