import type { Call } from '../../runtime/soap/endpoint-types.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { checkAll, type Finding } from '../../schemas/rule.ts';
import type { FeedEvent } from './feed-event.ts';
import {
  type AffinityAuthority,
  affinityPatientIds,
  authorityOfOneDomain,
  oneMergePair,
} from './rules/patient-authority.ts';
import { mergeRules } from './rules/patient-merge.ts';
import type { RegistryStore } from './store.ts';

/** What a feed needs beside its messages. */
export interface PatientFeed {
  readonly store: Pick<RegistryStore, 'feed'>;
  readonly authority: AffinityAuthority;
}

/**
 * Makes the patients of one event known, or one of two — ITI TF-2 3.8.4.1.4 and 3.8.4.2.4: identifiers of other
 * domains and demographics are no concern of a registry. Gives what is wrong with it; then nothing was changed.
 *
 * Throws Unavailable when the database does not answer.
 */
export async function recordFeed(feed: PatientFeed, event: FeedEvent, call: Call): Promise<Finding<Hl7ErrorCode>[]> {
  const findings = await checkAll([authorityOfOneDomain, oneMergePair], event, feed.authority);
  if (findings.length > 0) return findings;
  switch (event.kind) {
    case 'added':
      return addPatients(feed, event, call);
    case 'merged':
      return mergePatients(feed, event, call);
    case 'revised':
      return [];
  }
}

async function addPatients({ store, authority }: PatientFeed, event: FeedEvent, call: Call): Promise<[]> {
  const patientIds = affinityPatientIds(event.identifiers, authority);
  if (patientIds.length === 0) call.log.info('feed message without an identifier of the affinity domain ignored');
  await store.feed((patients) => patients.add(patientIds));
  return [];
}

async function mergePatients(
  { store, authority }: PatientFeed,
  event: FeedEvent,
  call: Call,
): Promise<Finding<Hl7ErrorCode>[]> {
  const [subsumed] = affinityPatientIds(event.priorIdentifiers, authority);
  const [surviving] = affinityPatientIds(event.identifiers, authority);
  if (subsumed === undefined || surviving === undefined) {
    call.log.info('merge of identifiers outside the affinity domain ignored');
    return [];
  }
  return store.feed(async (patients) => {
    const known = await patients.hold([subsumed, surviving]);
    const lookup = (id: string) => known.find(({ patientId }) => patientId === id);
    const findings = await checkAll(mergeRules, { subsumed, surviving, places: event.places }, lookup);
    if (findings.length === 0) await patients.merge(subsumed, surviving);
    else call.log.warn({ rules: findings.map(({ rule }) => rule.id) }, 'merge refused');
    return findings;
  });
}
