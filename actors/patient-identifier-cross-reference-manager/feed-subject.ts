import type { AssigningAuthority } from '../../schemas/hl7v2/identifier.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import type { PatientDomains } from './domains.ts';
import { priorAuthority, sourceOf } from './rules/feed-domains.ts';
import type { RecordMerge } from './rules/merge.ts';
import type { RecordKey } from './store/records.ts';

/** Whom a feed message is about, each identifier by the OID of its domain. */
export interface FeedSubject {
  /** PID-3, in its order, doubles included. */
  readonly patient: readonly RecordKey[];
  /** MRG-1 beside the survivors; empty but for an A40. */
  readonly merges: readonly RecordMerge[];
}

/** Resolves the identifiers of a message that keeps the rules of feed-domains; throws for another. */
export function resolveSubject(request: PatientIdentityFeedRequest, domains: PatientDomains): FeedSubject {
  const source = sourceOf(request);
  const keyOf = (id: string, authority: AssigningAuthority): RecordKey => {
    const resolved = domains.resolveFrom(source, authority);
    if (resolved.names !== 'domain') throw new Error(`An identifier whose authority names ${resolved.names}.`);
    return { domain: resolved.domain.oid, id };
  };
  const patient = request.patient.identifiers.map(({ id, authority }) => keyOf(id, authority));
  const merges = (request.merge?.priorIdentifiers ?? []).map((identifier, index) => {
    const prior = keyOf(identifier.id, priorAuthority(request, identifier));
    return { prior, repetition: index + 1, surviving: patient.find(({ domain }) => domain === prior.domain) };
  });
  return { patient, merges };
}

/** Each key once. */
export function distinctKeys(keys: readonly RecordKey[]): RecordKey[] {
  return [...new Map(keys.map((key) => [spelling(key), key])).values()];
}

/** Looks records up by their keys. */
export function lookupIn<R extends RecordKey>(records: readonly R[]): (key: RecordKey) => R | undefined {
  const known = new Map(records.map((record) => [spelling(record), record]));
  return (key) => known.get(spelling(key));
}

function spelling({ domain, id }: RecordKey): string {
  return `${domain} ${id}`;
}
