import { QueryRefused, queryEntries } from '../actors/document-consumer/query-entries.ts';
import type { Endpoint } from '../runtime/domain-state.ts';
import type { DocumentEntry } from '../schemas/metadata/nouns.ts';
import type { StoredQuery } from '../transactions/iti-18-registry-stored-query/messages.ts';
import { registryStoredQuery } from '../transactions/iti-18-registry-stored-query/transaction.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import type { FoundDomain } from './find-domain.ts';
import type { Session } from './session.ts';

/** The DocumentEntries of a query; a refusal of the registry ends the command. */
export async function findDocumentEntries(session: Session, query: StoredQuery): Promise<DocumentEntry[]> {
  const endpoint = session.domain.endpoint('document-registry', registryStoredQuery.id);
  try {
    return await queryEntries(session.peers.call(registryStoredQuery, endpoint.url), query);
  } catch (error) {
    if (error instanceof QueryRefused) throw new CommandError(error.message, exitCodes.refused);
    throw error;
  }
}

/** The way to each repository of the domain; the Document Repository refuses what is in none of them itself. */
export function repositoryCalls({ domain, peers }: Session) {
  return (repositoryUniqueId: string) => {
    const own = repositoryEndpoint(domain, repositoryUniqueId, retrieveDocumentSet.id);
    const endpoint = own ?? domain.endpoint('document-repository', retrieveDocumentSet.id);
    return peers.call(retrieveDocumentSet, endpoint.url);
  };
}

/** Where the actor of the domain with this repositoryUniqueId serves a transaction; undefined when there is none. */
export function repositoryEndpoint(
  { config, state }: FoundDomain,
  repositoryUniqueId: string,
  transaction: string,
): Endpoint | undefined {
  const owner = config.actors.find(
    ({ settings }) => (settings as { repositoryUniqueId?: string }).repositoryUniqueId === repositoryUniqueId,
  );
  return state.endpoints.find(
    (endpoint) => endpoint.actor === owner?.actor.name && endpoint.transactions.includes(transaction),
  );
}
