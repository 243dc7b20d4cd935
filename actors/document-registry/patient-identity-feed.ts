import type { Call, Handler } from '../../runtime/soap/endpoint-types.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import { checkAll } from '../../schemas/rule.ts';
import { feedAccepted, feedRefused } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type {
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import {
  type AffinityAuthority,
  affinityPatientIds,
  authorityOfOneDomain,
  oneMergePair,
} from './rules/patient-authority.ts';
import { mergeRules } from './rules/patient-merge.ts';
import type { RegistryStore } from './store.ts';

/** What the feed needs beside the message. */
export interface PatientFeed {
  readonly store: Pick<RegistryStore, 'feed'>;
  readonly authority: AffinityAuthority;
}

/**
 * Patient Identity Feed at a Document Registry — ITI TF-2 3.8.4.1.4 and 3.8.4.2.4: identifiers of the affinity domain
 * become known or are merged; identifiers of other domains and demographics are no concern of a registry.
 *
 * Throws Unavailable when the database does not answer.
 */
export function patientIdentityFeed(
  feed: PatientFeed,
): Handler<PatientIdentityFeedRequest, PatientIdentityFeedResponse> {
  return async (request, call) => {
    const findings = await checkAll([authorityOfOneDomain, oneMergePair], request, feed.authority);
    if (findings.length > 0) return feedRefused(request, hl7ErrorsFrom(findings));
    switch (request.trigger) {
      case 'A01':
      case 'A04':
      case 'A05':
        return addPatients(feed, request, call);
      case 'A40':
        return mergePatients(feed, request, call);
      default:
        // A08 tells demographics only (3.8.4.1.4).
        return feedAccepted(request);
    }
  };
}

async function addPatients(
  { store, authority }: PatientFeed,
  request: PatientIdentityFeedRequest,
  call: Call,
): Promise<PatientIdentityFeedResponse> {
  const patientIds = affinityPatientIds(request.patient.identifiers, authority);
  if (patientIds.length === 0) call.log.info('feed message without an identifier of the affinity domain ignored');
  await store.feed((patients) => patients.add(patientIds));
  return feedAccepted(request);
}

async function mergePatients(
  { store, authority }: PatientFeed,
  request: PatientIdentityFeedRequest,
  call: Call,
): Promise<PatientIdentityFeedResponse> {
  const [subsumed] = affinityPatientIds(request.merge?.priorIdentifiers ?? [], authority);
  const [surviving] = affinityPatientIds(request.patient.identifiers, authority);
  if (subsumed === undefined || surviving === undefined) {
    call.log.info('merge of identifiers outside the affinity domain ignored');
    return feedAccepted(request);
  }
  return store.feed(async (patients) => {
    const known = await patients.hold([subsumed, surviving]);
    const lookup = (id: string) => known.find(({ patientId }) => patientId === id);
    const findings = await checkAll(mergeRules, { subsumed, surviving }, lookup);
    if (findings.length > 0) {
      call.log.warn({ rules: findings.map(({ rule }) => rule.id) }, 'merge refused');
      return feedRefused(request, hl7ErrorsFrom(findings));
    }
    await patients.merge(subsumed, surviving);
    return feedAccepted(request);
  });
}
