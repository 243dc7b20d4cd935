import { randomUUID } from 'node:crypto';
import { crossReference } from '../actors/patient-identity-source/cross-reference.ts';
import type { FeedSettings } from '../actors/patient-identity-source/feed-request.ts';
import { cx, formatCx } from '../schemas/datatypes/cx.ts';
import { isOid } from '../schemas/datatypes/oid.ts';
import type { AssigningAuthority } from '../schemas/hl7v2/identifier.ts';
import { pixQuery } from '../transactions/iti-9-pix-query/transaction.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import type { FoundDomain } from './find-domain.ts';
import type { Session } from './session.ts';

/** The actor that knows patients of all domains. */
export const pixManager = 'patient-identifier-cross-reference-manager';

/** How the command line speaks HL7 v2. */
export const commandLineFeed: FeedSettings = {
  sender: { application: 'AFFINITY_CLI', facility: 'AFFINITY' },
  now: () => new Date(),
  newUUID: () => randomUUID(),
};

/** The assigning authority a user names by namespace or OID; none: the affinity domain's own, in full. */
export function authorityNamed({ state }: Pick<FoundDomain, 'state'>, name: string | undefined): AssigningAuthority {
  const { namespace, oid } = state.assigningAuthority;
  if (name === undefined || name === namespace || name === oid) return { namespace, oid, type: 'ISO' };
  return isOid(name) ? { oid: name, type: 'ISO' } : { namespace: name };
}

/**
 * The affinity-domain patient id (CX) a command means: a whole CX as it is, a bare id in the affinity domain, or, with
 * `domain`, the affinity domain's counterpart of a local id, asked from the PIX Manager (ITI-9).
 */
export async function resolvePatient(session: Session, id: string, domain?: string): Promise<string> {
  const { assigningAuthority } = session.domain.state;
  if (id.includes('^')) {
    const wrong = cx.check(id);
    if (wrong !== undefined) throw new CommandError(`The patient id ${id} ${wrong}.`);
    return id;
  }
  const authority = authorityNamed(session.domain, domain);
  if (authority.oid === assigningAuthority.oid) return formatCx({ id, authority: assigningAuthority.oid });
  const endpoint = session.domain.endpoint(pixManager, pixQuery.id);
  const answer = await crossReference(
    { identifier: { id, authority }, domains: [{ ...assigningAuthority, type: 'ISO' }] },
    { ...commandLineFeed, call: session.peers.call(pixQuery, endpoint.url) },
  );
  if (answer.outcome !== 'found') {
    const why = 'text' in answer ? answer.text : 'it has no id in the affinity domain';
    const code = answer.outcome === 'refused' ? exitCodes.refused : exitCodes.nothingFound;
    throw new CommandError(`The patient ${id} of ${domain}: ${why}.`, code);
  }
  // Several ids of one domain are used all or not at all (ITI TF-2 3.9.4.2.2.6); a command needs one.
  const [only, ...more] = answer.identifiers;
  if (more.length > 0) {
    const ids = answer.identifiers.map((identifier) => identifier.id).join(', ');
    throw new CommandError(`The patient ${id} of ${domain} has several ids in the affinity domain: ${ids}. Name one.`);
  }
  return formatCx({ id: only!.id, authority: assigningAuthority.oid });
}
