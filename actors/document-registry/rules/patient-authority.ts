import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import {
  type AssigningAuthority,
  formatPatientId,
  type Identifier,
  isAbsent,
} from '../../../schemas/hl7v2/identifier.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { FeedEvent } from '../feed-event.ts';

/** The affinity domain's own Patient Identification Domain. */
export interface AffinityAuthority {
  readonly namespace: string;
  readonly oid: string;
}

/**
 * The patient ids (CX as in metadata) of the affinity domain among identifiers, each once; those of other domains are
 * left out — ITI TF-2 3.8.4.1.4.
 *
 * The authority may be given by OID, by namespace or not at all; without one it is the affinity domain's.
 */
export function affinityPatientIds(identifiers: readonly Identifier[], authority: AffinityAuthority): string[] {
  const own = identifiers.filter((identifier) => identifier.id !== '' && isOwn(identifier.authority, authority));
  return [...new Set(own.map(({ id }) => formatPatientId({ id, authority: { oid: authority.oid, type: 'ISO' } })))];
}

function isOwn(given: AssigningAuthority, { namespace, oid }: AffinityAuthority): boolean {
  if (isAbsent(given)) return true;
  return given.oid === undefined ? given.namespace === namespace : given.oid === oid && given.type === 'ISO';
}

/** ITI TF-2 3.8.4.1.4: parts of an authority that name two domains name none. */
export const authorityOfOneDomain: Rule<FeedEvent, AffinityAuthority, Hl7ErrorCode> = {
  id: 'authority-of-one-domain',
  source: tf2('3.8.4.1.4'),
  statement: 'Namespace and universal id of an assigning authority name the same domain.',
  code: '204',
  *check({ identifiers: own, priorIdentifiers, places }, authority) {
    for (const [at, identifiers] of [
      [places.patient, own],
      [places.prior, priorIdentifiers],
    ] as const) {
      for (const { namespace, oid, type } of identifiers.map((identifier) => identifier.authority)) {
        if (namespace === undefined || oid === undefined) continue;
        if ((namespace === authority.namespace) === (oid === authority.oid)) continue;
        yield { at, found: `${namespace}&${oid}&${type ?? ''}` };
      }
    }
  },
};

/** ITI TF-2 3.8.4.2.4: one message merges one pair; which of several would be meant is not for a registry to guess. */
export const oneMergePair: Rule<FeedEvent, AffinityAuthority, Hl7ErrorCode> = {
  id: 'one-merge-pair',
  source: tf2('3.8.4.2.4'),
  statement: 'A merge names at most one identifier of the affinity domain that is retired and one that survives.',
  code: '102',
  *check({ kind, identifiers: surviving, priorIdentifiers, places }, authority) {
    if (kind !== 'merged') return;
    for (const [at, identifiers] of [
      [places.prior, priorIdentifiers],
      [places.patient, surviving],
    ] as const) {
      const own = affinityPatientIds(identifiers, authority);
      if (own.length > 1) yield { at, found: own.join(' and ') };
    }
  },
};
