import { type AssigningAuthority, type Identifier, isAbsent } from '../../schemas/hl7v2/identifier.ts';

/** The application that sends a feed message: MSH-3 and MSH-4. */
export interface FeedSource {
  readonly application: string;
  readonly facility: string;
}

/** One Patient Identification Domain. Absent `sources`: any application may feed it. */
export interface PatientDomain {
  readonly namespace: string;
  readonly oid: string;
  readonly sources?: readonly FeedSource[] | undefined;
}

/** What an assigning authority turns out to name. */
export type ResolvedAuthority =
  | { readonly names: 'domain'; readonly domain: PatientDomain }
  /** No part is given, and its place does not tell which domain is meant. */
  | { readonly names: 'nothing' }
  /** Namespace and universal id are not those of one domain. */
  | { readonly names: 'two domains' }
  | { readonly names: 'unknown domain' };

/** The domains this manager cross-references. */
export interface PatientDomains {
  /** In the order of the configuration, the affinity domain first. */
  readonly all: readonly PatientDomain[];
  /**
   * By universal id when there is one, else by namespace; both are compared letter for letter. Where all parts are
   * given they must agree. A universal id without a type is read as an OID.
   */
  resolve(authority: AssigningAuthority): ResolvedAuthority;
  /** The same for a message of a source: an absent authority is that of the one domain the source feeds, if it is one. */
  resolveFrom(source: FeedSource, authority: AssigningAuthority): ResolvedAuthority;
}

/**
 * The configured domains and the affinity domain's own. When the configuration lists that too (to name its sources), both
 * must say the same of it; throws otherwise.
 */
export function patientDomains(affinity: PatientDomain, configured: readonly PatientDomain[]): PatientDomains {
  const same = configured.find(({ namespace, oid }) => namespace === affinity.namespace || oid === affinity.oid);
  if (same !== undefined && (same.namespace !== affinity.namespace || same.oid !== affinity.oid)) {
    throw new Error(
      `patient-identifier-cross-reference-manager.domains: ${same.namespace} (${same.oid}) contradicts the affinity ` +
        `domain's own ${affinity.namespace} (${affinity.oid}). Use the same namespace and OID, or neither.`,
    );
  }
  const all = [same ?? affinity, ...configured.filter((domain) => domain !== same)];
  const resolve = (authority: AssigningAuthority) => resolveAmong(all, authority);
  return {
    all,
    resolve,
    resolveFrom(source, authority) {
      if (!isAbsent(authority)) return resolve(authority);
      const [own, ...more] = all.filter(({ sources }) => sources?.some((one) => isSame(one, source)));
      return own !== undefined && more.length === 0 ? { names: 'domain', domain: own } : { names: 'nothing' };
    },
  };
}

/** True when a source may feed a domain. */
export function feeds(source: FeedSource, { sources }: PatientDomain): boolean {
  return sources === undefined || sources.some((one) => isSame(one, source));
}

/** The identifier with all three parts of its authority, as a PIX Manager names it — ITI TF-2 3.9.4.2.2.6. */
export function identifierIn({ namespace, oid }: PatientDomain, id: string): Identifier {
  return { id, authority: { namespace, oid, type: 'ISO' } };
}

function resolveAmong(all: readonly PatientDomain[], authority: AssigningAuthority): ResolvedAuthority {
  const { namespace, oid, type = 'ISO' } = authority;
  if (isAbsent(authority)) return { names: 'nothing' };
  const byNamespace = all.find((domain) => domain.namespace === namespace);
  if (oid === undefined)
    return byNamespace === undefined ? { names: 'unknown domain' } : { names: 'domain', domain: byNamespace };
  const byOid = type === 'ISO' ? all.find((domain) => domain.oid === oid) : undefined;
  if (namespace !== undefined && byNamespace !== byOid) return { names: 'two domains' };
  return byOid === undefined ? { names: 'unknown domain' } : { names: 'domain', domain: byOid };
}

function isSame(one: FeedSource, other: FeedSource): boolean {
  return one.application === other.application && one.facility === other.facility;
}
