import { QueryRefused, queryEntries } from '../actors/document-consumer/query-entries.ts';
import type { DocumentEntry } from '../schemas/metadata/nouns.ts';
import type { StoredQuery } from '../transactions/iti-18-registry-stored-query/messages.ts';
import { registryStoredQuery } from '../transactions/iti-18-registry-stored-query/transaction.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
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

/** The way to the domain's repository, whatever its OID: it answers for its own and refuses others itself. */
export function repositoryCalls(session: Session) {
  const endpoint = session.domain.endpoint('document-repository', retrieveDocumentSet.id);
  const call = session.peers.call(retrieveDocumentSet, endpoint.url);
  return () => call;
}
