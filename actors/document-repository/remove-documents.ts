import type { Logger } from '../../runtime/log.ts';
import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import { registryErrorsFrom } from '../../schemas/errors/registry-error.ts';
import { checkAll, type Finding } from '../../schemas/rule.ts';
import type {
  RemoveDocumentsRequest,
  RemoveDocumentsResponse,
} from '../../transactions/iti-86-remove-documents/messages.ts';
import { documentRemovalRules, type RemovalPolicy } from './rules/document-removable.ts';
import type { RemovalStore } from './store-removal.ts';

/** What removing needs beside the request. */
export interface Removing {
  readonly removals: RemovalStore;
  readonly policy: Omit<RemovalPolicy, 'now'>;
  now(): Date;
  readonly log: Logger;
}

/**
 * Remove Documents — ITI Supplement RMD 3.86.4.1.3: each document is removed or refused for itself, and one error says
 * why it was not. Afterwards ITI-43 does not know it. The registry is not told: metadata is removed by ITI-62.
 */
export function removeDocuments(removing: Removing): Handler<RemoveDocumentsRequest, RemoveDocumentsResponse> {
  const { removals, policy, now, log } = removing;
  return async ({ documents }) => {
    const mine = documents.filter(({ repositoryUniqueId }) => repositoryUniqueId === policy.repositoryUniqueId);
    const ids = [...new Set(mine.map(({ documentUniqueId }) => documentUniqueId))];
    let findings: readonly Finding[] = [];
    let removed = 0;
    await removals.remove(ids, async (kept) => {
      const asked = documents.map((request) => {
        const known = request.repositoryUniqueId === policy.repositoryUniqueId && kept.get(request.documentUniqueId);
        return known ? { request, kept: known } : { request };
      });
      findings = await checkAll(documentRemovalRules, asked, { ...policy, now: now() });
      const refused = new Set(findings.map(({ violation }) => violation.location));
      const chosen = ids.filter((id) => !refused.has(id));
      removed = chosen.length;
      return chosen;
    });
    if (removed > 0) {
      log.info({ documents: removed }, 'documents removed');
      await dropBytes(removing);
    }
    const errors = registryErrorsFrom(findings);
    if (errors.length === 0) return { status: 'Success', errors };
    return { status: removed === 0 ? 'Failure' : 'PartialSuccess', errors };
  };
}

/** The documents are gone for every peer by now; bytes that cannot be removed at this moment are left to the sweeper. */
async function dropBytes({ removals, log }: Removing): Promise<void> {
  try {
    await removals.dropUnneeded();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    log.warn({ reason: error.message }, 'bytes of removed documents are left to the sweeper');
  }
}
