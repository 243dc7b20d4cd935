import type { Call, Handler } from '../../runtime/soap/endpoint-types.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import { checkAll, type Finding } from '../../schemas/rule.ts';
import { feedAccepted, feedRefused } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type {
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { updatedDemographics } from './demographics.ts';
import type { PatientDomains } from './domains.ts';
import { distinctKeys, type FeedSubject, lookupIn, resolveSubject } from './feed-subject.ts';
import type { Forwarder } from './forward.ts';
import { type ForwardSettings, forwardedFeeds } from './forwarded-feed.ts';
import { admissionRules, authorityRules, sourceOf } from './rules/feed-domains.ts';
import { fedRecordsActive, mergeRules } from './rules/merge.ts';
import type { OutboxPlace } from './store/outbox.ts';
import type { PatientRecord } from './store/records.ts';
import type { CrossReferenceStore, RecordWriter } from './store.ts';

/** What the feed needs beside the message. */
export interface CrossReferenceFeed extends ForwardSettings {
  readonly store: Pick<CrossReferenceStore, 'feed'>;
  readonly domains: PatientDomains;
  /** The registries that are told. */
  readonly peers: readonly string[];
  readonly forwarder: Pick<Forwarder, 'deliver'>;
}

/** What came of one message: places in the outbox, or why nothing was stored. */
type Outcome = readonly OutboxPlace[] | { readonly findings: readonly Finding<Hl7ErrorCode>[] };

/** One message at its state-dependent step. */
interface Feeding {
  readonly feed: CrossReferenceFeed;
  readonly request: PatientIdentityFeedRequest;
  readonly subject: FeedSubject;
  readonly records: RecordWriter;
}

/**
 * Patient Identity Feed at a PIX Manager — ITI TF-2 3.8.4.1.3 and 3.8.4.2.3: records are added, updated or merged,
 * cross-referenced anew, and registries are told of patient ids of the affinity domain.
 *
 * The answer follows the durable store, and one try to tell the registries, so that who has it may submit documents; a
 * registry that does not answer is told later. Throws Unavailable when the database does not answer.
 */
export function patientIdentityFeed(
  feed: CrossReferenceFeed,
): Handler<PatientIdentityFeedRequest, PatientIdentityFeedResponse> {
  return async (request, call) => {
    const foreign = await checkAll(admissionRules, request, feed.domains);
    const faulty = await checkAll(authorityRules, request, feed.domains);
    const findings = [...foreign, ...faulty];
    if (findings.length > 0) return refused(request, call, { findings, code: foreign.length > 0 ? 'AR' : 'AE' });
    const subject = resolveSubject(request, feed.domains);
    const step = request.trigger === 'A40' ? mergeRecords : updateRecords;
    const outcome = await feed.store.feed((records) => step({ feed, request, subject, records }));
    if ('findings' in outcome) return refused(request, call, { ...outcome, code: 'AE' });
    await feed.forwarder.deliver(outcome);
    return feedAccepted(request);
  };
}

function refused(
  request: PatientIdentityFeedRequest,
  call: Call,
  { findings, code }: { readonly findings: readonly Finding<Hl7ErrorCode>[]; readonly code: 'AE' | 'AR' },
): PatientIdentityFeedResponse {
  call.log.warn({ rules: findings.map(({ rule }) => rule.id), code }, 'a feed message was refused');
  return feedRefused(request, hl7ErrorsFrom(findings), code);
}

async function updateRecords({ feed, request, subject, records }: Feeding): Promise<Outcome> {
  const keys = distinctKeys(subject.patient);
  const known = await records.records(keys);
  const lookup = lookupIn(known);
  const findings = await checkAll([fedRecordsActive], subject.patient, lookup);
  if (findings.length > 0) return { findings };
  const together = keys.length > 1 ? records.newId() : undefined;
  let matchedAnew = together !== undefined;
  for (const key of keys) {
    const record = lookup(key);
    const matchKey = await records.save({
      ...key,
      demographics: updatedDemographics(record?.demographics ?? {}, request.patient),
      // A message with one identifier says nothing of those it was fed with before.
      fedTogether: together ?? record?.fedTogether,
      source: sourceOf(request),
      receivedAt: feed.now(),
    });
    matchedAnew ||= record === undefined || record.matchKey !== matchKey;
  }
  if (matchedAnew) await records.rematch({ records: keys, clusters: clustersOf(known) });
  const isNew = (key: { domain: string; id: string }) => lookup(key) === undefined;
  return records.queue(forwardedFeeds(request, { ...subject, isNew }, feed), feed.peers);
}

async function mergeRecords({ feed, request, subject, records }: Feeding): Promise<Outcome> {
  const involved = subject.merges.flatMap(({ prior, surviving }) =>
    surviving === undefined ? [prior] : [prior, surviving],
  );
  const known = await records.records(distinctKeys(involved));
  const lookup = lookupIn(known);
  const findings = await checkAll(mergeRules, subject.merges, lookup);
  if (findings.length > 0) return { findings };
  const merges = subject.merges.filter(({ prior }) => lookup(prior)?.subsumedBy === undefined);
  for (const { prior, surviving } of merges) {
    // Read again: a merge before this one in the message may have changed whom the record was fed with.
    const now = lookupIn(await records.records([prior, surviving!]));
    await records.subsume(now(prior)!, now(surviving!)!);
  }
  if (merges.length > 0) await records.rematch({ records: involved, clusters: clustersOf(known) });
  return records.queue(
    forwardedFeeds(request, { patient: subject.patient, merges, isNew: () => false }, feed),
    feed.peers,
  );
}

function clustersOf(records: readonly PatientRecord[]): string[] {
  return records.flatMap(({ clusterId }) => (clusterId === undefined ? [] : [clusterId]));
}
