import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';

/** Facts of the affinity domain that all its actors share, checked. */
export interface DomainConfig {
  readonly name: string;
  /** The affinity domain's own Patient Identification Domain (XAD-PID authority). */
  readonly assigningAuthority: { readonly namespace: string; readonly oid: string };
  /** `urn:oid:…`; written as `home` on answers when set. */
  readonly homeCommunityId?: string;
  readonly codeSets: CodeSets;
}
