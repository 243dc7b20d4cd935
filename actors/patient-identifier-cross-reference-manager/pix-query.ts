import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import type { AssigningAuthority } from '../../schemas/hl7v2/identifier.ts';
import { hl7Location } from '../../schemas/hl7v2/location.ts';
import type { RuleText } from '../../schemas/rule.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { pixFound, pixRefused } from '../../transactions/iti-9-pix-query/answers.ts';
import type { PixQueryRequest, PixQueryResponse } from '../../transactions/iti-9-pix-query/messages.ts';
import { identifierIn, type PatientDomain, type PatientDomains } from './domains.ts';
import type { CrossReferenceReader } from './store.ts';

/** What a query needs beside the message. */
export interface CrossReferenceQuery {
  readonly store: Pick<CrossReferenceReader, 'counterparts'>;
  readonly domains: PatientDomains;
}

const source = tf2('3.9.4.2.2.6');

const queriedDomainKnown: RuleText<Hl7ErrorCode> = {
  id: 'queried-domain-known',
  source,
  statement: 'The assigning authority in QPD-3 is a Patient Identification Domain configured here.',
  code: '204',
};
const queriedIdentifierKnown: RuleText<Hl7ErrorCode> = {
  id: 'queried-identifier-known',
  source,
  statement: 'The identifier in QPD-3 was fed to this PIX Manager and not merged into another.',
  code: '204',
};
const wantedDomainsKnown: RuleText<Hl7ErrorCode> = {
  id: 'wanted-domains-known',
  source,
  statement: 'Each assigning authority in QPD-4 is a Patient Identification Domain configured here.',
  code: '204',
};

/**
 * PIX Query — ITI TF-2 3.9.4.2.2.6, whose cases are judged in the order 4 (domain of the identifier), 3 (identifier), 5
 * (domains asked for); the first fault is the answer. Throws Unavailable when the database does not answer.
 */
export function pixQuery({ store, domains }: CrossReferenceQuery): Handler<PixQueryRequest, PixQueryResponse> {
  return async (request) => {
    const { identifier } = request;
    const refuse = (rule: RuleText<Hl7ErrorCode>, at: string, found: string) =>
      pixRefused(request, hl7ErrorsFrom([{ rule, violation: { at, found } }]));
    const queried = domains.resolve(identifier.authority);
    if (queried.names !== 'domain') {
      return refuse(queriedDomainKnown, hl7Location('QPD', 1, 3, 1, 4), spelling(identifier.authority));
    }
    const wanted = resolveWanted(request.domains, domains);
    const oids = 'domains' in wanted ? wanted.domains.map(({ oid }) => oid) : [];
    const found = await store.counterparts({ domain: queried.domain.oid, id: identifier.id }, oids);
    if (found === undefined) return refuse(queriedIdentifierKnown, hl7Location('QPD', 1, 3, 1, 1), identifier.id);
    if ('unknown' in wanted) {
      // 3.9.4.2.2.6 counts the repetition in the place of ERR-2.4.
      return refuse(
        wantedDomainsKnown,
        hl7Location('QPD', 1, 4, wanted.unknown + 1),
        spelling(request.domains[wanted.unknown]!),
      );
    }
    const byOid = new Map(wanted.domains.map((domain) => [domain.oid, domain]));
    return pixFound(
      request,
      found.map(({ domain, id }) => identifierIn(byOid.get(domain)!, id)),
    );
  };
}

/** The domains asked for, all when none is; or the place in QPD-4 of the first that is none. */
function resolveWanted(
  authorities: readonly AssigningAuthority[],
  domains: PatientDomains,
): { readonly domains: readonly PatientDomain[] } | { readonly unknown: number } {
  if (authorities.length === 0) return { domains: domains.all };
  const resolved = authorities.map((authority) => domains.resolve(authority));
  const unknown = resolved.findIndex(({ names }) => names !== 'domain');
  if (unknown >= 0) return { unknown };
  return { domains: resolved.flatMap((one) => (one.names === 'domain' ? [one.domain] : [])) };
}

function spelling({ namespace = '', oid = '', type = '' }: AssigningAuthority): string {
  if (namespace === '' && oid === '' && type === '') return 'nothing';
  return oid === '' && type === '' ? namespace : `${namespace}&${oid}&${type}`;
}
