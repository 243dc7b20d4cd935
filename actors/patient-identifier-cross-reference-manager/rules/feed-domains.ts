import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { type AssigningAuthority, type Identifier, isAbsent } from '../../../schemas/hl7v2/identifier.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule, Violation } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PatientIdentityFeedRequest } from '../../../transactions/iti-8-patient-identity-feed/messages.ts';
import { type FeedSource, feeds, type PatientDomains, type ResolvedAuthority } from '../domains.ts';

type DomainRule = Rule<PatientIdentityFeedRequest, PatientDomains, Hl7ErrorCode>;

const source = tf2('3.8.4.1.3');

/** The application a message comes from. */
export function sourceOf({ header }: PatientIdentityFeedRequest): FeedSource {
  return { application: header.sendingApplication, facility: header.sendingFacility };
}

/** The authority of an identifier in MRG-1; one that is left out is that of PID-3, if PID-3 has one identifier. */
export function priorAuthority({ patient }: PatientIdentityFeedRequest, prior: Identifier): AssigningAuthority {
  const [only, ...more] = patient.identifiers;
  return isAbsent(prior.authority) && only !== undefined && more.length === 0 ? only.authority : prior.authority;
}

/** ITI TF-2 3.8.4.1.2.3: an authority may be left out where only one can be meant. */
export const authorityGiven: DomainRule = {
  id: 'authority-given',
  source,
  statement: 'An identifier names its assigning authority, unless its source feeds exactly one domain.',
  code: '101',
  check: (request, domains) => violations(request, domains, ({ names }) => names === 'nothing' && 'nothing'),
};

/** ITI TF-2 Appendix E: parts of an authority that name two domains name none. */
export const authorityOfOneDomain: DomainRule = {
  id: 'authority-of-one-domain',
  source,
  statement: 'Namespace and universal id of an assigning authority name the same domain.',
  code: '204',
  check: (request, domains) =>
    violations(request, domains, ({ names }, identifier) => names === 'two domains' && spelling(identifier)),
};

/** ITI TF-2 3.8.4.1.3: only configured domains are cross-referenced. */
export const domainKnown: DomainRule = {
  id: 'patient-domain-known',
  source,
  statement: 'The assigning authority of an identifier is a Patient Identification Domain configured here.',
  code: '204',
  check: (request, domains) =>
    violations(request, domains, ({ names }, identifier) => names === 'unknown domain' && spelling(identifier)),
};

/** ITI TF-2 3.8.4.1.3: a domain has one source; what others say of its patients is not taken. */
export const sourceOfDomain: DomainRule = {
  id: 'source-of-domain',
  source,
  statement: 'A domain with configured sources is fed by these alone (MSH-3 and MSH-4).',
  code: '204',
  check(request, domains) {
    const sender = sourceOf(request);
    const foreign = (resolved: ResolvedAuthority, identifier: Identifier) =>
      resolved.names === 'domain' &&
      !feeds(sender, resolved.domain) &&
      `${spelling(identifier)} from ${sender.application}|${sender.facility}`;
    return violations(request, domains, foreign);
  },
};

/** What a source may speak of at all; a message that breaks one of these is rejected (AR). */
export const admissionRules: readonly DomainRule[] = [domainKnown, sourceOfDomain];

/** How identifiers must be written; a message that breaks one of these is in error (AE). */
export const authorityRules: readonly DomainRule[] = [authorityGiven, authorityOfOneDomain];

function* violations(
  request: PatientIdentityFeedRequest,
  domains: PatientDomains,
  broken: (resolved: ResolvedAuthority, identifier: Identifier) => string | false,
): Iterable<Violation> {
  const sender = sourceOf(request);
  const priors = request.merge?.priorIdentifiers ?? [];
  for (const [segment, field, identifiers] of [
    ['PID', 3, request.patient.identifiers],
    ['MRG', 1, priors.map((prior) => ({ ...prior, authority: priorAuthority(request, prior) }))],
  ] as const) {
    for (const [index, identifier] of identifiers.entries()) {
      const resolved = domains.resolveFrom(sender, identifier.authority);
      const found = broken(resolved, identifier);
      if (found !== false) yield { at: hl7Location(segment, 1, field, index + 1, 4), found };
    }
  }
}

function spelling({ authority: { namespace = '', oid = '', type = '' } }: Identifier): string {
  return oid === '' && type === '' ? namespace : `${namespace}&${oid}&${type}`;
}
