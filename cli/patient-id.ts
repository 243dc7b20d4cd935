import { cx, formatCx } from '../schemas/datatypes/cx.ts';
import { CommandError } from './exit-codes.ts';
import type { Session } from './session.ts';

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
  if (domain === undefined || domain === assigningAuthority.namespace) {
    return formatCx({ id, authority: assigningAuthority.oid });
  }
  throw new CommandError(`The patient id ${id} is of domain ${domain}.`);
}
